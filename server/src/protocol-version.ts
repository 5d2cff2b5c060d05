/** The version of the protocol that we speak; the mobile app reads it (contract: platform §0.7). */
export const PROTOCOL_VERSION = '4.10.0';
