/** Names in the order of the numbers stored for them (contract §2.2, §2.3). */
export const MESSAGE_TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const;

export const CONTENT_TYPES = [
  'text',
  'input_text',
  'input_textarea',
  'input_email',
  'input_select',
  'cards',
  'form',
  'article',
  'incoming_email',
  'input_csat',
  'integrations',
  'sticker',
  'voice_call',
] as const;

export const MESSAGE_STATUSES = ['sent', 'delivered', 'read', 'failed'] as const;

export const FILE_TYPES = [
  'image',
  'audio',
  'video',
  'file',
  'location',
  'fallback',
  'share',
  'story_mention',
  'contact',
  'ig_reel',
  'ig_post',
  'ig_story',
  'embed',
] as const;

export type MessageType = (typeof MESSAGE_TYPES)[number];
export type ContentType = (typeof CONTENT_TYPES)[number];
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];
export type FileType = (typeof FILE_TYPES)[number];
