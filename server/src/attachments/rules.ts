import type { FileType } from '../messages/enums.ts';

const images = /^image\/(jpeg|png|gif|bmp|webp)$/;
const videos = /^video\/(ogg|mp4|webm|quicktime)$/;

/** The kind of attachment that a file of this type is (contract §2.3). */
export function fileTypeOf(contentType: string): FileType {
  if (images.test(contentType)) return 'image';
  if (videos.test(contentType)) return 'video';
  return contentType.includes('audio/') ? 'audio' : 'file';
}

const widgetMedia = /^(image|video|audio)\/./;
const widgetDocuments = new Set([
  'text/csv',
  'text/plain',
  'text/rtf',
  'application/json',
  'application/pdf',
  'application/zip',
  'application/x-7z-compressed',
  'application/vnd.rar',
  'application/x-tar',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/rtf',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
]);

/** Why the channel does not take the file, or undefined. Only the website widget is choosy (contract §12). */
export function refusalOf(
  channelType: string,
  file: { content_type: string; byte_size: number },
  maxBytes: number,
): string | undefined {
  if (channelType !== 'Channel::WebWidget') return undefined;
  if (file.byte_size > maxBytes) return 'Attachments file size is too big';
  return widgetMedia.test(file.content_type) || widgetDocuments.has(file.content_type)
    ? undefined
    : 'Attachments file type not supported';
}

/** Shown in the page by browsers; anything else is saved to disk. PDF is not among them: in the
 * sandbox that these answers have, browsers do not open it. */
const inline = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/avif',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/ogg',
  'audio/webm',
  'audio/wav',
  'audio/flac',
  'audio/amr',
]);

export const isInline = (contentType: string): boolean => inline.has(contentType);
