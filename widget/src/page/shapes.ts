/** The answers of /api/v1/widget, as far as the window reads them (contract: customer §3.3). */

export interface Conversation {
  id: number;
  status: string;
  contact_last_seen_at?: number;
}

export interface Contact {
  id: number;
  has_email: boolean;
  has_name: boolean;
  has_phone_number: boolean;
  identifier?: string | null;
}

export interface Member {
  id: number;
  name: string;
  avatar_url: string;
  availability_status: string | null;
}

export interface Sender {
  name?: string | null;
  available_name?: string | null;
  avatar_url?: string | null;
  type?: string;
}

export interface Attachment {
  id: number;
  file_type: string;
  data_url?: string | null;
  thumb_url?: string | null;
  file_size?: number | null;
  width?: number | null;
  height?: number | null;
  fallback_title?: string | null;
  coordinates_lat?: number;
  coordinates_long?: number;
}

export interface Message {
  id: number;
  content: string | null;
  message_type: number;
  content_type?: string;
  content_attributes: Record<string, unknown> | null;
  created_at: number;
  conversation_id: number;
  attachments?: Attachment[];
  sender?: Sender | null;
  echo_id?: string | null;
}
