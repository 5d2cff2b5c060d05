/* oxlint-disable */
// Written by tools/client-types.ts from the route table; `bin/ci generated` fails when it is stale.

export interface paths {
  '/auth/sign_in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in
     * @description The headers access-token, client and uid of the answer are the session: send them with each request.
     */
    post: operations['signIn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/auth/validate_token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check a session
     * @description Takes the session headers; an api_access_token is not a session.
     */
    get: operations['validateToken'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/auth/sign_out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sign out on this client */
    delete: operations['signOut'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/profile': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show who is calling */
    get: operations['getProfile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List conversations
     * @description Open ones unless `status` says otherwise; the counts are over everything but `assignee_type`.
     */
    get: operations['listConversations'];
    put?: never;
    /** Create a conversation */
    post: operations['createConversation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/meta': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count conversations */
    get: operations['countConversations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show a conversation */
    get: operations['getConversation'];
    /**
     * Update a conversation
     * @description Sets the priority. Other properties have endpoints of their own.
     */
    put: operations['putConversation'];
    post?: never;
    /**
     * Delete a conversation
     * @description Permanent: messages, files and everything else of it goes.
     */
    delete: operations['deleteConversation'];
    options?: never;
    head?: never;
    /**
     * Update a conversation
     * @description Sets the priority. Other properties have endpoints of their own.
     */
    patch: operations['updateConversation'];
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/toggle_status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change or toggle the status */
    post: operations['toggleConversationStatus'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/toggle_priority': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change or clear the priority */
    post: operations['toggleConversationPriority'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/toggle_typing_status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Show that somebody is typing */
    post: operations['toggleConversationTypingStatus'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/mute': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Mute a conversation
     * @description Resolves it and blocks its contact, in all their conversations.
     */
    post: operations['muteConversation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/unmute': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Unmute a conversation */
    post: operations['unmuteConversation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/unread': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Mark a conversation as unread */
    post: operations['markConversationUnread'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/update_last_seen': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Mark a conversation as seen */
    post: operations['updateConversationLastSeen'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/custom_attributes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replace the custom attributes
     * @description With `merge: true` only the given ones change.
     */
    post: operations['setConversationCustomAttributes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/filter': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Filter conversations
     * @description Conversations of every status that meet the conditions, the one with the newest activity first.
     */
    post: operations['filterConversations'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Search conversations
     * @description Conversations of every status with messages that contain `q`, whatever its case and accents, and those messages: the newest 100 of each conversation, oldest first. Without `q` it finds what the list finds.
     */
    get: operations['searchConversations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/transcript': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Mail the conversation to somebody
     * @description The mail leaves shortly after the answer, and is tried again for about a day while the mail server does not take it. At most 30 an hour per account.
     */
    post: operations['sendConversationTranscript'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List messages
     * @description The newest 20, oldest first; `before` and `after` take message ids.
     */
    get: operations['listConversationMessages'];
    put?: never;
    /** Send a message */
    post: operations['createConversationMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{message_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Report the delivery status of a message
     * @description Only in API inboxes.
     */
    put: operations['putConversationMessage'];
    post?: never;
    /**
     * Delete a message
     * @description Its content and files go; a line that it was deleted stays.
     */
    delete: operations['deleteConversationMessage'];
    options?: never;
    head?: never;
    /**
     * Report the delivery status of a message
     * @description Only in API inboxes.
     */
    patch: operations['updateConversationMessage'];
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{message_id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a failed message again */
    post: operations['retryConversationMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{message_id}/translate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Translate a message
     * @description Answers null while no translation service is connected.
     */
    post: operations['translateConversationMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/attachments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the attachments of a conversation
     * @description 100 per page, by message from old to new.
     */
    get: operations['listConversationAttachments'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/direct_uploads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Announce a file
     * @description PUT its bytes to `direct_upload.url` within 15 minutes, without credentials and with the given headers; then name its `signed_id` in the `attachments` of one message.
     */
    post: operations['createConversationDirectUpload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/labels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the labels of a conversation */
    get: operations['listConversationLabels'];
    put?: never;
    /** Replace the labels of a conversation */
    post: operations['setConversationLabels'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/assignments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Assign a conversation
     * @description To an agent (`assignee_id`), a bot (with `assignee_type: "AgentBot"`) or a team (`team_id`).
     */
    post: operations['assignConversation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/participants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the participants of a conversation */
    get: operations['listConversationParticipants'];
    /** Replace the participants */
    put: operations['putConversationParticipants'];
    /**
     * Add participants
     * @description Members of the inbox and administrators. Answers with those who were added.
     */
    post: operations['addConversationParticipants'];
    /** Remove participants */
    delete: operations['removeConversationParticipants'];
    options?: never;
    head?: never;
    /** Replace the participants */
    patch: operations['updateConversationParticipants'];
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/conversations/{conversation_id}/draft_messages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show the draft of a conversation
     * @description One draft, shared by the team.
     */
    get: operations['getConversationDraft'];
    /** Save the draft of a conversation */
    put: operations['putConversationDraft'];
    post?: never;
    /** Delete the draft of a conversation */
    delete: operations['deleteConversationDraft'];
    options?: never;
    head?: never;
    /** Save the draft of a conversation */
    patch: operations['saveConversationDraft'];
    trace?: never;
  };
  '/api/v1/accounts/{account_id}/bulk_actions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change many conversations
     * @description Status, assignee, team, labels and snooze of the conversations that the caller may see; other ids are skipped. All or none. Another `type` is answered with 422 and `success: false`.
     */
    post: operations['createBulkAction'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rails/active_storage/blobs/redirect/{token}/{filename}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Download a file
     * @description The `data_url` of an attachment. Takes `Range` and `If-None-Match`. Types that a browser could run are never shown inline.
     */
    get: operations['downloadFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rails/active_storage/representations/redirect/{token}/250/{filename}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Download a small picture of an image
     * @description The `thumb_url` of an attachment: 250 px wide.
     */
    get: operations['downloadThumbnail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rails/active_storage/disk/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Send the bytes of an announced file
     * @description The `direct_upload.url` of an announced file. Good for one complete upload.
     */
    put: operations['uploadFile'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tell the version of the protocol */
    get: operations['getVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tell that the process lives */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Tell whether requests can be served
     * @description For load balancers. What is checked stands in `checks`.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show the metrics
     * @description In the format of Prometheus. With `METRICS_TOKEN` set it wants that as `Authorization: Bearer …`; otherwise it answers only to the addresses of `RATE_LIMIT_EXEMPT`.
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show this reference to programs */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show this reference to people */
    get: operations['getDocs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lead to the reference */
    get: operations['getRoot'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}

export interface components {
  schemas: {
    AddConversationParticipantsRequest: {
      /**
       * @description Ids of users.
       * @example [
       *       1,
       *       2
       *     ]
       */
      user_ids: number[];
    };
    /** @description A member of the account. */
    Agent: {
      /**
       * @description User id.
       * @example 1
       */
      id: number;
      /**
       * @description Account.
       * @example 1
       */
      account_id: number;
      /**
       * @description As chosen, or `offline` while not connected when `auto_offline` is on. Null once they have left the account.
       * @example online
       * @enum {string|null}
       */
      availability_status: 'online' | 'offline' | 'busy' | null;
      /**
       * @description Offline while not connected.
       * @example true
       */
      auto_offline: boolean | null;
      /**
       * @description The e-mail address is confirmed.
       * @example true
       */
      confirmed: boolean;
      /**
       * @description E-mail address.
       * @example ada@acme.example.com
       */
      email: string;
      /**
       * @description How they sign in.
       * @example email
       */
      provider: string;
      /**
       * @description Display name if they have one, else `name`.
       * @example Ada
       */
      available_name: string;
      /**
       * @description Absent when there are none.
       * @example {
       *       "phone_number": "+14155550100"
       *     }
       */
      custom_attributes?: {
        [key: string]: unknown;
      };
      /**
       * @description Full name.
       * @example Ada Lovelace
       */
      name: string;
      /**
       * @description Null once they have left the account.
       * @example administrator
       * @enum {string|null}
       */
      role: 'agent' | 'administrator' | null;
      /**
       * @description URL of their picture; empty for none.
       * @example
       */
      thumbnail: string;
      /** @description Always null here. */
      custom_role_id: number | null;
    };
    /** @description A bot, where an agent could stand. */
    AgentBotSlim: {
      /**
       * @description Bot id.
       * @example 1
       */
      id: number;
      /**
       * @description Name.
       * @example Rex
       */
      name: string;
      /** @description What it does. */
      description: string | null;
      /**
       * @description URL of its picture; empty for none.
       * @example
       */
      thumbnail: string;
      /**
       * @description Where its events go. Absent for bots of the installation.
       * @example https://bot.example.com/events
       */
      outgoing_url?: string | null;
      /**
       * @description Always `webhook`.
       * @example webhook
       */
      bot_type: string;
    };
    AssignConversationRequest: {
      /**
       * @description User or bot; null, 0 or an unknown id unassigns.
       * @example 1
       */
      assignee_id?: number | null;
      /**
       * @description `User` (default) or `AgentBot`.
       * @enum {string}
       */
      assignee_type?: 'User' | 'AgentBot';
      /** @description Team; null or 0 removes it. */
      team_id?: number | null;
    };
    /** @description The agent or bot that it is assigned to. */
    Assignee: components['schemas']['Agent'] | components['schemas']['AgentBotSlim'];
    /** @description A file or other thing sent with a message. */
    Attachment:
      | {
          /**
           * @description Attachment id.
           * @example 7
           */
          id: number;
          /**
           * @description Message it belongs to.
           * @example 42
           */
          message_id: number;
          /**
           * @description What it is.
           * @enum {string}
           */
          file_type:
            | 'file'
            | 'image'
            | 'video'
            | 'share'
            | 'story_mention'
            | 'ig_reel'
            | 'ig_post'
            | 'ig_story';
          /**
           * @description Account.
           * @example 1
           */
          account_id: number;
          /** @description Always null. */
          extension: string | null;
          /**
           * @description Unguessable address of the file.
           * @example https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf
           */
          data_url: string | null;
          /**
           * @description Address of a picture 250 px wide; empty when it is not an image.
           * @example
           */
          thumb_url: string;
          /**
           * @description Bytes.
           * @example 24831
           */
          file_size: number | null;
          /** @description Pixels, for images. */
          width: number | null;
          /** @description Pixels, for images. */
          height: number | null;
        }
      | {
          /**
           * @description Attachment id.
           * @example 7
           */
          id: number;
          /**
           * @description Message it belongs to.
           * @example 42
           */
          message_id: number;
          /**
           * @description What it is.
           * @enum {string}
           */
          file_type: 'audio';
          /**
           * @description Account.
           * @example 1
           */
          account_id: number;
          /** @description Always null. */
          extension: string | null;
          /**
           * @description Unguessable address of the file.
           * @example https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf
           */
          data_url: string | null;
          /**
           * @description Address of a picture 250 px wide; empty when it is not an image.
           * @example
           */
          thumb_url: string;
          /**
           * @description Bytes.
           * @example 24831
           */
          file_size: number | null;
          /** @description Pixels, for images. */
          width: number | null;
          /** @description Pixels, for images. */
          height: number | null;
          /**
           * @description Always empty.
           * @example
           */
          transcribed_text: string;
        }
      | {
          /**
           * @description Attachment id.
           * @example 7
           */
          id: number;
          /**
           * @description Message it belongs to.
           * @example 42
           */
          message_id: number;
          /**
           * @description What it is.
           * @enum {string}
           */
          file_type: 'location';
          /**
           * @description Account.
           * @example 1
           */
          account_id: number;
          /** @description Degrees north. */
          coordinates_lat: number | null;
          /** @description Degrees east. */
          coordinates_long: number | null;
          /** @description Text to show instead. */
          fallback_title: string | null;
          /**
           * @description Unguessable address of the file.
           * @example https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf
           */
          data_url: string | null;
        }
      | {
          /**
           * @description Attachment id.
           * @example 7
           */
          id: number;
          /**
           * @description Message it belongs to.
           * @example 42
           */
          message_id: number;
          /**
           * @description What it is.
           * @enum {string}
           */
          file_type: 'fallback';
          /**
           * @description Account.
           * @example 1
           */
          account_id: number;
          /** @description Text to show instead. */
          fallback_title: string | null;
          /**
           * @description Unguessable address of the file.
           * @example https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf
           */
          data_url: string | null;
        }
      | {
          /**
           * @description Attachment id.
           * @example 7
           */
          id: number;
          /**
           * @description Message it belongs to.
           * @example 42
           */
          message_id: number;
          /**
           * @description What it is.
           * @enum {string}
           */
          file_type: 'contact';
          /**
           * @description Account.
           * @example 1
           */
          account_id: number;
          /** @description Text to show instead. */
          fallback_title: string | null;
          /** @description The card of the person. */
          meta: {
            [key: string]: unknown;
          };
        }
      | {
          /**
           * @description Attachment id.
           * @example 7
           */
          id: number;
          /**
           * @description Message it belongs to.
           * @example 42
           */
          message_id: number;
          /**
           * @description What it is.
           * @enum {string}
           */
          file_type: 'embed';
          /**
           * @description Account.
           * @example 1
           */
          account_id: number;
          /**
           * @description Unguessable address of the file.
           * @example https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf
           */
          data_url: string | null;
        };
    AttachmentList: {
      meta: {
        /**
         * @description On all pages.
         * @example 1
         */
        total_count: number;
        /**
         * @description Same as `total_count`.
         * @example 1
         */
        count: number;
        /**
         * @description Page number.
         * @example 1
         */
        current_page: number;
        /**
         * @description How many pages there are.
         * @example 1
         */
        total_pages: number;
        /** @description There is another page. */
        has_more: boolean;
        /** @description `cursor` of the next page. */
        next_cursor: string | null;
      };
      payload: components['schemas']['ListedAttachment'][];
    };
    /** @description A bot that wrote a message. */
    BotSender: {
      /**
       * @description Bot id.
       * @example 1
       */
      id: number;
      /**
       * @description Name.
       * @example Rex
       */
      name: string;
      /**
       * @description URL of its picture; empty for none.
       * @example
       */
      avatar_url: string;
      /** @constant */
      type: 'agent_bot';
    };
    /** @description A customer. */
    Contact: {
      /**
       * @description Facts that were found out about them.
       * @example {
       *       "city": "Lisbon"
       *     }
       */
      additional_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description Facts that your team keeps about them.
       * @example {
       *       "plan": "pro"
       *     }
       */
      custom_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description `online` while they have the chat open.
       * @example offline
       * @enum {string}
       */
      availability_status: 'online' | 'offline';
      /**
       * @description E-mail address.
       * @example mia@example.com
       */
      email: string | null;
      /**
       * @description Contact id.
       * @example 1
       */
      id: number;
      /**
       * @description Name; may be empty.
       * @example Mia Park
       */
      name: string;
      /**
       * @description In E.164 form.
       * @example +14155550123
       */
      phone_number: string | null;
      /**
       * @description Muted: new conversations are resolved at once.
       * @example false
       */
      blocked: boolean;
      /**
       * @description Id of the person in your own system.
       * @example cus_4711
       */
      identifier: string | null;
      /**
       * @description URL of their picture; empty for none.
       * @example
       */
      thumbnail: string;
      /**
       * @description Last seen writing. Absent if never. Unix seconds.
       * @example 1795424797
       */
      last_activity_at?: number;
      /**
       * @description When they became known. Unix seconds.
       * @example 1795424797
       */
      created_at: number;
    };
    /** @description A customer who wrote a message. */
    ContactSender: {
      /**
       * @description Facts that were found out about them.
       * @example {
       *       "city": "Lisbon"
       *     }
       */
      additional_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description Facts that your team keeps about them.
       * @example {
       *       "plan": "pro"
       *     }
       */
      custom_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description E-mail address.
       * @example mia@example.com
       */
      email: string | null;
      /**
       * @description Contact id.
       * @example 1
       */
      id: number;
      /**
       * @description Name; may be empty.
       * @example Mia Park
       */
      name: string;
      /**
       * @description In E.164 form.
       * @example +14155550123
       */
      phone_number: string | null;
      /**
       * @description Muted: new conversations are resolved at once.
       * @example false
       */
      blocked: boolean;
      /**
       * @description Id of the person in your own system.
       * @example cus_4711
       */
      identifier: string | null;
      /**
       * @description URL of their picture; empty for none.
       * @example
       */
      thumbnail: string;
      /** @constant */
      type: 'contact';
    };
    /** @description A conversation with a customer. */
    Conversation: {
      meta: {
        sender: components['schemas']['Contact'];
        /**
         * @description `Channel::Api`, `Channel::WebWidget` or `Channel::Email`.
         * @example Channel::Api
         */
        channel: string;
        assignee?: components['schemas']['Assignee'];
        /**
         * @description What `assignee` is; absent together with it.
         * @example User
         * @enum {string}
         */
        assignee_type?: 'User' | 'AgentBot';
        team?: components['schemas']['TeamContext'];
        /**
         * @description The customer proved who they are.
         * @example false
         */
        hmac_verified: boolean | null;
      };
      /**
       * @description Display id: the number of the conversation in its account.
       * @example 1
       */
      id: number;
      /** @description The newest message of any kind; empty when there is none. */
      messages: components['schemas']['MessagePush'][];
      /**
       * @description Account.
       * @example 1
       */
      account_id: number;
      /**
       * Format: uuid
       * @description An id that no other conversation has, in any account.
       * @example 0b1d4a3e-7e0f-4f5b-8a64-6a1f8f4f1c11
       */
      uuid: string;
      /**
       * @description Where it came from.
       * @example {
       *       "referer": "https://shop.example.com/cart"
       *     }
       */
      additional_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description When an agent last looked. Unix seconds; 0 for never.
       * @example 0
       */
      agent_last_seen_at: number;
      /**
       * @description When the assignee last looked. Unix seconds; 0 for never.
       * @example 0
       */
      assignee_last_seen_at: number;
      /**
       * @description The channel still takes an answer.
       * @example true
       */
      can_reply: boolean;
      /**
       * @description When the customer last looked. Unix seconds; 0 for never.
       * @example 0
       */
      contact_last_seen_at: number;
      /**
       * @description Facts that your team keeps about it.
       * @example {
       *       "order_id": "ORD-12345"
       *     }
       */
      custom_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description Inbox.
       * @example 1
       */
      inbox_id: number;
      /**
       * @description Labels.
       * @example [
       *       "billing",
       *       "vip"
       *     ]
       */
      labels: string[];
      /**
       * @description Its contact is blocked.
       * @example false
       */
      muted: boolean;
      /**
       * Format: date-time
       * @description When it wakes; null also for “until the next message”.
       * @example 2026-11-23T09:06:37.683Z
       */
      snoozed_until: string | null;
      status: components['schemas']['ConversationStatus'];
      /**
       * @description When it began. Unix seconds.
       * @example 1795424797
       */
      created_at: number;
      /**
       * @description When it last changed. Seconds with a fraction.
       * @example 1795424797.683209
       */
      updated_at: number;
      /**
       * @description Same as `last_activity_at`. Unix seconds.
       * @example 1795424797
       */
      timestamp: number;
      /**
       * @description When a person first answered. Unix seconds; 0 for never.
       * @example 0
       */
      first_reply_created_at: number;
      /**
       * @description Messages that no agent has seen, at most 10.
       * @example 1
       */
      unread_count: number;
      /** @description The newest message that a person or bot wrote. */
      last_non_activity_message: components['schemas']['MessagePush'] | null;
      /**
       * @description When the last message was written. Unix seconds.
       * @example 1795424797
       */
      last_activity_at: number;
      priority: components['schemas']['ConversationPriority'] | null;
      /**
       * @description Since when the customer waits. Unix seconds; 0 for never.
       * @example 1795424797
       */
      waiting_since: number;
      /** @description Service level. */
      sla_policy_id: number | null;
      /**
       * @description Same as `id`.
       * @example 1
       */
      display_id: number;
      /** @description Same as `meta.assignee`, or null. */
      assignee: components['schemas']['Assignee'] | null;
      contact: components['schemas']['Contact'];
    };
    ConversationCounts: {
      meta: {
        /**
         * @description Assigned to you.
         * @example 2
         */
        mine_count: number;
        /**
         * @description Assigned to anybody.
         * @example 5
         */
        assigned_count: number;
        /**
         * @description Assigned to nobody.
         * @example 3
         */
        unassigned_count: number;
        /**
         * @description All of them.
         * @example 8
         */
        all_count: number;
        /**
         * @description With `assignee_type` taken into account.
         * @example 8
         */
        count: number;
      };
    };
    ConversationList: {
      data: {
        meta: {
          /**
           * @description Assigned to you.
           * @example 2
           */
          mine_count: number;
          /**
           * @description Assigned to anybody.
           * @example 5
           */
          assigned_count: number;
          /**
           * @description Assigned to nobody.
           * @example 3
           */
          unassigned_count: number;
          /**
           * @description All of them.
           * @example 8
           */
          all_count: number;
          /**
           * @description With `assignee_type` taken into account.
           * @example 8
           */
          count: number;
          /**
           * @description Page number.
           * @example 1
           */
          current_page: number;
          /**
           * @description How many pages there are.
           * @example 1
           */
          total_pages: number;
          /**
           * @description There is another page.
           * @example false
           */
          has_more: boolean;
          /** @description `cursor` of the next page. */
          next_cursor: string | null;
        };
        payload: components['schemas']['Conversation'][];
      };
    };
    /**
     * @description How urgent it is.
     * @example high
     * @enum {string}
     */
    ConversationPriority: 'low' | 'medium' | 'high' | 'urgent';
    /**
     * @description `open`: needs an answer. `pending`: a bot is at work. `snoozed`: hidden until a time or the next message of the customer. `resolved`: done.
     * @enum {string}
     */
    ConversationStatus: 'open' | 'resolved' | 'pending' | 'snoozed';
    CreateBulkActionRequest: {
      /**
       * @description `Conversation`.
       * @example Conversation
       * @constant
       */
      type: 'Conversation';
      /**
       * @description Display ids.
       * @example [
       *       1,
       *       2
       *     ]
       */
      ids?: number[];
      /** @description `status`, `assignee_id`, `team_id`. */
      fields?: {
        status?: components['schemas']['ConversationStatus'];
        /** @description Null unassigns. */
        assignee_id?: number | null;
        /** @description Null or 0 removes it. */
        team_id?: number | null;
      };
      /** @description `add` and `remove`, lists of labels. */
      labels?: {
        /** @description Put these on. */
        add?: string[];
        /** @description Take these off. */
        remove?: string[];
      };
      /** @description Unix seconds or ISO 8601. */
      snoozed_until?: number | string;
    };
    CreateConversationDirectUploadRequest: {
      blob: {
        /**
         * @description Name to show and to save it under.
         * @example invoice.pdf
         */
        filename?: string | null;
        /**
         * @description At most 40 MB.
         * @example 24831
         */
        byte_size?: number;
        /**
         * @description Base64 of the MD5 of its bytes.
         * @example rL0Y20zC+Fzt72VPzMSk2A==
         */
        checksum?: string | null;
        /**
         * @description Believed only where the bytes do not tell.
         * @example application/pdf
         */
        content_type?: string | null;
        /** @description Ignored. */
        metadata?: unknown;
      };
    };
    CreateConversationRequest: {
      /**
       * @description Inbox it belongs to.
       * @example 1
       */
      inbox_id?: number | null;
      /**
       * @description Contact it is with.
       * @example 1
       */
      contact_id?: number | null;
      /** @description Id of the contact in the inbox; alone it finds inbox and contact. */
      source_id?: string | null;
      /** @description The identity of a new contact inbox is proven. */
      hmac_verified?: boolean;
      /**
       * @description `open` (default), `pending`, `resolved` or `snoozed`.
       * @example open
       */
      status?: components['schemas']['ConversationStatus'];
      /** @description Unix seconds or ISO 8601; kept when the status is `snoozed`. */
      snoozed_until?: number | string;
      /**
       * @description Agent to assign it to.
       * @example 1
       */
      assignee_id?: number | null;
      /** @description Team to assign it to. */
      team_id?: number | null;
      /** @description Facts about where it came from. */
      additional_attributes?: {
        [key: string]: unknown;
      };
      /**
       * @description Custom attributes.
       * @example {
       *       "order_id": "ORD-12345"
       *     }
       */
      custom_attributes?: {
        [key: string]: unknown;
      };
      message?: components['schemas']['MessageInput'];
    };
    CustomAttributes: {
      /**
       * @description All of them, after the change.
       * @example {
       *       "order_id": "ORD-12345",
       *       "product_type": "subscription"
       *     }
       */
      custom_attributes: {
        [key: string]: unknown;
      };
    };
    DirectUpload: {
      /**
       * @description Blob id.
       * @example 12
       */
      id: number;
      /**
       * @description Name in the storage.
       * @example k8vq2m0x7c1h
       */
      key: string;
      /**
       * @description Name to show.
       * @example invoice.pdf
       */
      filename: string;
      /**
       * @description Media type.
       * @example application/pdf
       */
      content_type: string;
      /**
       * @description Empty until the file has arrived.
       * @example {}
       */
      metadata: {
        [key: string]: unknown;
      };
      /**
       * @description Bytes.
       * @example 24831
       */
      byte_size: number;
      /**
       * @description Base64 of the MD5.
       * @example rL0Y20zC+Fzt72VPzMSk2A==
       */
      checksum: string;
      /**
       * Format: date-time
       * @description When it was announced.
       * @example 2026-11-23T09:06:37.683Z
       */
      created_at: string;
      /**
       * @description Where it is stored.
       * @example local
       */
      service_name: string;
      /**
       * @description What to put into `attachments` of a message once the bytes are sent.
       * @example eyJhY2NvdW50Ijox--3kq9
       */
      signed_id: string;
      direct_upload: {
        /**
         * @description Address to PUT the bytes to, within 15 minutes.
         * @example https://desk.example.com/rails/active_storage/disk/eyJibG9iIjoxMn0--b71c
         */
        url: string;
        /**
         * @description Headers to send with them.
         * @example {
         *       "Content-Type": "application/pdf"
         *     }
         */
        headers: {
          [key: string]: unknown;
        };
      };
    };
    Draft: {
      /**
       * @description There is one.
       * @example true
       */
      has_draft: boolean;
      /**
       * @description Absent when there is none.
       * @example Dear Mia, …
       */
      message?: string;
    };
    /** @description The usual form of an error. */
    Error: {
      /** @description What is wrong. */
      error: string;
    };
    /** @description One condition of a filter. */
    FilterCondition: {
      /**
       * @description `status`, `priority`, `assignee_id`, `inbox_id`, `team_id`, `campaign_id`, `display_id`, `labels`, `browser_language`, `conversation_language`, `referer`, `mail_subject`, `created_at`, `last_activity_at`, or a custom attribute of conversations.
       * @example status
       */
      attribute_key: string;
      /**
       * @description What is asked of it; not every key takes every operator.
       * @example equal_to
       * @enum {string}
       */
      filter_operator:
        | 'equal_to'
        | 'not_equal_to'
        | 'contains'
        | 'does_not_contain'
        | 'is_present'
        | 'is_not_present'
        | 'is_greater_than'
        | 'is_less_than'
        | 'days_before';
      /**
       * @description What it is compared with. Not needed by `is_present` and `is_not_present`.
       * @example [
       *       "open"
       *     ]
       */
      values?: (string | number | boolean)[];
      /**
       * @description How the next condition is joined; without it by AND. AND binds tighter than OR.
       * @example and
       * @enum {string|null}
       */
      query_operator?: 'and' | 'or' | null;
    };
    FilterConversationsRequest: {
      /** @description Conditions, at most 100 with 1000 values. None finds everything. */
      payload: components['schemas']['FilterCondition'][];
      /**
       * @description Page number, from 1. Anything else is page 1.
       * @example 1
       */
      page?: number;
      /**
       * @description Entries per page, 1 to 100. Default 25.
       * @example 50
       */
      per_page?: number;
      /** @description The `next_cursor` of the page before; replaces `page`. */
      cursor?: string;
    };
    FilteredConversations: {
      meta: {
        /**
         * @description Assigned to you.
         * @example 2
         */
        mine_count: number;
        /**
         * @description Assigned to nobody.
         * @example 3
         */
        unassigned_count: number;
        /**
         * @description All of them.
         * @example 8
         */
        all_count: number;
        /**
         * @description With `assignee_type` taken into account.
         * @example 8
         */
        count: number;
        /**
         * @description Page number.
         * @example 1
         */
        current_page: number;
        /**
         * @description How many pages there are.
         * @example 1
         */
        total_pages: number;
        /**
         * @description There is another page.
         * @example false
         */
        has_more: boolean;
        /** @description `cursor` of the next page. */
        next_cursor: string | null;
      };
      payload: components['schemas']['Conversation'][];
    };
    /** @description The request did not get as far as an endpoint. */
    FrameworkError: {
      status: number;
      /** @description What is wrong. */
      error: string;
    };
    /** @description A value that breaks a rule of its record. */
    InvalidRecord: {
      /** @description What is wrong. */
      message: string;
      /** @description The fields at fault. */
      attributes: string[];
    };
    LabelList: {
      /**
       * @description As they were given.
       * @example [
       *       "billing",
       *       "vip"
       *     ]
       */
      payload: string[];
    };
    /** @description An attachment of a conversation. */
    ListedAttachment: {
      /**
       * @description Message it came with.
       * @example 42
       */
      message_id: number;
      /**
       * @description Address of a picture 250 px wide; empty when it is not an image.
       * @example
       */
      thumb_url: string | null;
      /**
       * @description Unguessable address of the file.
       * @example https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf
       */
      data_url: string | null;
      /**
       * @description Bytes.
       * @example 24831
       */
      file_size: number | null;
      /** @description Pixels, for images. */
      width: number | null;
      /** @description Pixels, for images. */
      height: number | null;
      /**
       * @description What it is.
       * @example file
       * @enum {string}
       */
      file_type:
        | 'image'
        | 'audio'
        | 'video'
        | 'file'
        | 'location'
        | 'fallback'
        | 'share'
        | 'story_mention'
        | 'contact'
        | 'ig_reel'
        | 'ig_post'
        | 'ig_story'
        | 'embed';
      /** @description Always null. */
      extension: string | null;
      /**
       * @description When the message was sent. Unix seconds.
       * @example 1795424797
       */
      created_at: number;
      sender?: components['schemas']['Sender'];
    };
    /** @description A person’s place in an account. */
    Membership: {
      /**
       * @description Account.
       * @example 1
       */
      id: number;
      /**
       * @description Its name.
       * @example Acme
       */
      name: string;
      /**
       * @description Of the account.
       * @enum {string}
       */
      status: 'active' | 'suspended';
      /**
       * Format: date-time
       * @description When the person last worked in it.
       * @example 2026-11-23T09:06:37.683Z
       */
      active_at: string | null;
      /**
       * @description What they may do.
       * @example administrator
       * @enum {string}
       */
      role: 'agent' | 'administrator';
      /**
       * @description The role again.
       * @example [
       *       "administrator"
       *     ]
       */
      permissions: string[];
      /**
       * @description As chosen.
       * @example online
       * @enum {string}
       */
      availability: 'online' | 'offline' | 'busy';
      /**
       * @description `offline` while not connected, if `auto_offline`.
       * @example online
       * @enum {string}
       */
      availability_status: 'online' | 'offline' | 'busy';
      /**
       * @description Offline while not connected.
       * @example true
       */
      auto_offline: boolean;
      /** @description Always null here. */
      custom_role_id: number | null;
      /**
       * @description Always null here.
       * @example null
       */
      custom_role: {
        [key: string]: unknown;
      } | null;
    };
    /** @description A message. */
    Message: {
      /**
       * @description Message id.
       * @example 42
       */
      id: number;
      /**
       * @description Text, in Markdown.
       * @example Hello, how can I help?
       */
      content: string | null;
      /**
       * @description Inbox.
       * @example 1
       */
      inbox_id: number;
      /**
       * @description Display id of the conversation.
       * @example 1
       */
      conversation_id: number;
      /**
       * @description 0 incoming, 1 outgoing, 2 activity, 3 template.
       * @example 1
       * @enum {integer}
       */
      message_type: 0 | 1 | 2 | 3;
      /**
       * @description Kind of content.
       * @example text
       * @enum {string}
       */
      content_type:
        | 'text'
        | 'input_text'
        | 'input_textarea'
        | 'input_email'
        | 'input_select'
        | 'cards'
        | 'form'
        | 'article'
        | 'incoming_email'
        | 'input_csat'
        | 'integrations'
        | 'sticker'
        | 'voice_call';
      /**
       * @description Delivery.
       * @example sent
       * @enum {string}
       */
      status: 'sent' | 'delivered' | 'read' | 'failed';
      /**
       * @description What the kind of content needs; `deleted: true` when it was deleted.
       * @example {}
       */
      content_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description When it was written. Unix seconds.
       * @example 1795424797
       */
      created_at: number;
      /**
       * @description A note for the team.
       * @example false
       */
      private: boolean;
      /** @description Id of the message in its channel. */
      source_id: string | null;
      /** @description Only in the answer to a request that sent one. */
      echo_id?: unknown;
      sender?: components['schemas']['Sender'];
      /** @description Absent when there are none. */
      attachments?: components['schemas']['Attachment'][];
    };
    /** @description A message to send. */
    MessageInput: {
      /**
       * @description Up to 150,000 characters.
       * @example Hello, how can I help?
       */
      content?: string | null;
      /**
       * @description `outgoing` (default); `incoming` only in API inboxes; `template`, `activity`.
       * @example outgoing
       * @enum {string}
       */
      message_type?: 'incoming' | 'outgoing' | 'activity' | 'template';
      /** @description A note that only the team sees. */
      private?: boolean;
      /**
       * @description `text` (default), `input_select`, `cards`, `form`, `article` …
       * @example text
       * @enum {string}
       */
      content_type?:
        | 'text'
        | 'input_text'
        | 'input_textarea'
        | 'input_email'
        | 'input_select'
        | 'cards'
        | 'form'
        | 'article'
        | 'incoming_email'
        | 'input_csat'
        | 'integrations'
        | 'sticker'
        | 'voice_call';
      /**
       * @description An object, or its JSON text in multipart requests.
       * @example {}
       */
      content_attributes?: {
        [key: string]: unknown;
      };
      /** @description Files (multipart) or `signed_id`s of direct uploads. */
      attachments?: string[];
      /**
       * @description Comes back in the answer and the event; the same one again is the same message.
       * @example tmp-1
       */
      echo_id?: string;
      /** @description Id of the message elsewhere. */
      source_id?: string | null;
      /** @description When the message was written elsewhere; kept in content_attributes. */
      external_created_at?: number | string;
      /** @description Kept in additional_attributes. */
      campaign_id?: number;
      /** @description An object with `name`; kept in additional_attributes. */
      template_params?: {
        [key: string]: unknown;
      };
      /**
       * @description `AgentBot` with `sender_id` posts as that bot.
       * @constant
       */
      sender_type?: 'AgentBot';
      /** @description Id of the bot to post as. */
      sender_id?: number;
      /** @description E-mail inboxes: comma-separated addresses. */
      cc_emails?: string;
      /** @description E-mail inboxes: comma-separated addresses. */
      bcc_emails?: string;
      /** @description E-mail inboxes: comma-separated addresses. */
      to_emails?: string;
      /** @description E-mail inboxes: HTML body instead of the rendered content. */
      email_html_content?: string;
    };
    MessagePage: {
      meta: {
        /**
         * @description Of the conversation.
         * @example [
         *       "vip"
         *     ]
         */
        labels: string[];
        /**
         * @description Of the conversation.
         * @example {}
         */
        additional_attributes: {
          [key: string]: unknown;
        };
        contact: components['schemas']['ContactSender'];
        assignee?: components['schemas']['UserSender'];
        /**
         * Format: date-time
         * @description When an agent last looked.
         * @example 2026-11-23T09:06:37.683Z
         */
        agent_last_seen_at: string | null;
        /**
         * Format: date-time
         * @description When the assignee last looked.
         * @example 2026-11-23T09:06:37.683Z
         */
        assignee_last_seen_at: string | null;
        /** @description There is another page. */
        has_more: boolean;
        /** @description `cursor` of the next page. */
        next_cursor: string | null;
      };
      /** @description Oldest first. */
      payload: components['schemas']['Message'][];
    };
    /** @description A message as conversations and events carry it. */
    MessagePush: {
      /**
       * @description Message id.
       * @example 42
       */
      id: number;
      /**
       * @description Text, in Markdown.
       * @example Hello, how can I help?
       */
      content: string | null;
      /**
       * @description Account.
       * @example 1
       */
      account_id: number;
      /**
       * @description Inbox.
       * @example 1
       */
      inbox_id: number;
      /**
       * @description Display id of the conversation.
       * @example 1
       */
      conversation_id: number;
      /**
       * @description 0 incoming, 1 outgoing, 2 activity, 3 template.
       * @example 1
       * @enum {integer}
       */
      message_type: 0 | 1 | 2 | 3;
      /**
       * @description When it was written. Unix seconds.
       * @example 1795424797
       */
      created_at: number;
      /**
       * Format: date-time
       * @description When it last changed.
       * @example 2026-11-23T09:06:37.683Z
       */
      updated_at: string;
      /**
       * @description A note for the team.
       * @example false
       */
      private: boolean;
      /**
       * @description Delivery.
       * @example sent
       * @enum {string}
       */
      status: 'sent' | 'delivered' | 'read' | 'failed';
      /** @description Id of the message in its channel. */
      source_id: string | null;
      /**
       * @description Kind of content.
       * @example text
       * @enum {string}
       */
      content_type:
        | 'text'
        | 'input_text'
        | 'input_textarea'
        | 'input_email'
        | 'input_select'
        | 'cards'
        | 'form'
        | 'article'
        | 'incoming_email'
        | 'input_csat'
        | 'integrations'
        | 'sticker'
        | 'voice_call';
      /**
       * @description What the kind of content needs; `deleted: true` when it was deleted.
       * @example {}
       */
      content_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description Kind of sender; null for activity.
       * @example User
       * @enum {string|null}
       */
      sender_type: 'User' | 'Contact' | 'AgentBot' | null;
      /**
       * @description Id of the sender.
       * @example 1
       */
      sender_id: number | null;
      /**
       * @description Ids in other systems.
       * @example {}
       */
      external_source_ids: {
        [key: string]: unknown;
      };
      /**
       * @description `campaign_id`, `template_params`.
       * @example {}
       */
      additional_attributes: {
        [key: string]: unknown;
      };
      /**
       * @description Content without quoted text.
       * @example Hello, how can I help?
       */
      processed_message_content: string | null;
      /**
       * @description Always empty.
       * @example {}
       */
      sentiment: {
        [key: string]: unknown;
      };
      /** @description Facts about the conversation at this moment. */
      conversation: {
        /**
         * @description Assigned user.
         * @example 1
         */
        assignee_id: number | null;
        /**
         * @description 0 to 10.
         * @example 0
         */
        unread_count: number;
        /**
         * @description Last activity. Unix seconds.
         * @example 1795424797
         */
        last_activity_at: number;
        contact_inbox: {
          /**
           * @description Id of the contact in the inbox.
           * @example 5f1c8b0e-6f0e-4f7e-9b1f-0c6a3c1b2d3e
           */
          source_id: string;
        };
      };
      /** @description Only in the answer to a request that sent one. */
      echo_id?: unknown;
      sender?: components['schemas']['Sender'];
      /** @description Absent when there are none. */
      attachments?: components['schemas']['Attachment'][];
    };
    /** @description A person, as they see themselves. */
    Profile: {
      /**
       * @description For `api_access_token`.
       * @example vnEJx4bMcVfMNVyYv8Sd1Kti
       */
      access_token: string;
      /**
       * @description The account they worked in last.
       * @example 1
       */
      account_id: number | null;
      /**
       * @description Display name if they have one, else `name`.
       * @example Ada
       */
      available_name: string;
      /**
       * @description URL of their picture; empty for none.
       * @example
       */
      avatar_url: string;
      /**
       * @description The e-mail address is confirmed.
       * @example true
       */
      confirmed: boolean;
      /**
       * @description Name to show.
       * @example Ada
       */
      display_name: string | null;
      /** @description Put below their messages. */
      message_signature: string | null;
      /**
       * @description E-mail address.
       * @example ada@acme.example.com
       */
      email: string;
      /**
       * @description User id.
       * @example 1
       */
      id: number;
      /** @description Who invited them. */
      inviter_id: number | null;
      /**
       * @description Full name.
       * @example Ada Lovelace
       */
      name: string;
      /**
       * @description How they sign in.
       * @example email
       */
      provider: string;
      /**
       * @description For the realtime connection.
       * @example dXNlci8x--mQ0f3v2l
       */
      pubsub_token: string;
      /** @description Absent when there are none. */
      custom_attributes?: {
        [key: string]: unknown;
      };
      /**
       * @description What they may do.
       * @example administrator
       * @enum {string|null}
       */
      role: 'agent' | 'administrator' | null;
      /**
       * @description What clients keep for them.
       * @example {}
       */
      ui_settings: {
        [key: string]: unknown;
      };
      /**
       * @description Same as `email`.
       * @example ada@acme.example.com
       */
      uid: string;
      /** @description Always null here. */
      type: string | null;
      /** @description Where they work. */
      accounts: components['schemas']['Membership'][];
    };
    RemoveConversationParticipantsRequest: {
      /**
       * @description Ids of users.
       * @example [
       *       1,
       *       2
       *     ]
       */
      user_ids: number[];
    };
    SaveConversationDraftRequest: {
      /** @description An object with `message`. */
      draft_message?: {
        /** @description Text of the draft. */
        message?: string;
      };
      /** @description The same without the object around it. */
      message?: string;
    };
    /** @description A conversation that was found. */
    SearchConversation: {
      /**
       * @description Display id.
       * @example 1
       */
      id: number;
      /**
       * Format: uuid
       * @description An id that no other conversation has, in any account.
       * @example 0b1d4a3e-7e0f-4f5b-8a64-6a1f8f4f1c11
       */
      uuid: string;
      /**
       * @description When it began. Unix seconds.
       * @example 1795424797
       */
      created_at: number;
      contact: {
        /**
         * @description Contact id.
         * @example 1
         */
        id: number;
        /**
         * @description Name.
         * @example Mia Park
         */
        name: string;
      };
      inbox: {
        /**
         * @description Inbox id.
         * @example 1
         */
        id: number;
        /**
         * @description Name.
         * @example Support
         */
        name: string;
        /**
         * @description Kind of channel.
         * @example Channel::Api
         */
        channel_type: string;
      };
      /** @description Those that match: the newest 100, oldest first. */
      messages: {
        /**
         * @description Text.
         * @example Where is my order?
         */
        content: string | null;
        /**
         * @description Message id.
         * @example 42
         */
        id: number;
        /**
         * @description Absent without a sender.
         * @example Mia Park
         */
        sender_name?: string;
        /**
         * @description 0 incoming, 1 outgoing.
         * @example 0
         */
        message_type: number;
        /**
         * @description When it was written. Unix seconds.
         * @example 1795424797
         */
        created_at: number;
      }[];
      /**
       * @description Account.
       * @example 1
       */
      account_id: number;
      /**
       * @description Same as `id`.
       * @example 1
       */
      display_id: number;
    };
    SearchResults: {
      meta: {
        /**
         * @description Assigned to you.
         * @example 2
         */
        mine_count: number;
        /**
         * @description Assigned to nobody.
         * @example 3
         */
        unassigned_count: number;
        /**
         * @description All of them.
         * @example 8
         */
        all_count: number;
        /**
         * @description With `assignee_type` taken into account.
         * @example 8
         */
        count: number;
        /**
         * @description Page number.
         * @example 1
         */
        current_page: number;
        /**
         * @description How many pages there are.
         * @example 1
         */
        total_pages: number;
        /**
         * @description There is another page.
         * @example false
         */
        has_more: boolean;
        /** @description `cursor` of the next page. */
        next_cursor: string | null;
      };
      payload: components['schemas']['SearchConversation'][];
    };
    SendConversationTranscriptRequest: {
      /** @description One e-mail address. */
      email?: string;
    };
    /** @description Who wrote a message; `type` tells which. */
    Sender:
      | components['schemas']['UserSender']
      | components['schemas']['ContactSender']
      | components['schemas']['BotSender'];
    SetConversationCustomAttributesRequest: {
      /** @description Key-value pairs. */
      custom_attributes: {
        [key: string]: unknown;
      };
      /** @description Keep the attributes that are not given. */
      merge?: boolean;
    };
    SetConversationLabelsRequest: {
      /** @description A list of labels; an empty one clears them. */
      labels: string[];
    };
    SignInRequest: {
      /** @description E-mail address. */
      email?: string;
      /** @description Password. */
      password?: string;
    };
    SignedIn: {
      data: components['schemas']['Profile'];
    };
    SignedOut: {
      /** @constant */
      success: true;
    };
    /** @description The team that a conversation is assigned to. */
    TeamContext: {
      /**
       * @description Team id.
       * @example 1
       */
      id: number;
      /**
       * @description Name, in lower case.
       * @example billing
       */
      name: string;
      /**
       * @description What it is for.
       * @example Invoices and refunds
       */
      description: string | null;
      /**
       * @description A conversation given to the team goes to a member who is online.
       * @example true
       */
      allow_auto_assign: boolean;
      /**
       * @description Account.
       * @example 1
       */
      account_id: number;
      /**
       * @description Whether you are in it.
       * @example true
       */
      is_member: boolean;
    };
    /** @description A team. */
    TeamRaw: {
      /**
       * @description Team id.
       * @example 1
       */
      id: number;
      /**
       * @description Name, in lower case.
       * @example billing
       */
      name: string;
      /**
       * @description What it is for.
       * @example Invoices and refunds
       */
      description: string | null;
      /**
       * @description A conversation given to the team goes to a member who is online.
       * @example true
       */
      allow_auto_assign: boolean;
      /**
       * @description Account.
       * @example 1
       */
      account_id: number;
      /**
       * Format: date-time
       * @description When it was made.
       * @example 2026-11-23T09:06:37.683Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @description When it last changed.
       * @example 2026-11-23T09:06:37.683Z
       */
      updated_at: string;
    };
    ToggleConversationPriorityRequest: {
      /**
       * @description `low`, `medium`, `high`, `urgent`, or null for none.
       * @example high
       */
      priority?: components['schemas']['ConversationPriority'] | null;
    };
    ToggleConversationStatusRequest: {
      /**
       * @description `open`, `resolved`, `pending` or `snoozed`. Without it, open and resolved change places.
       * @example resolved
       */
      status?: components['schemas']['ConversationStatus'];
      /** @description Unix seconds, a numeric string or ISO 8601. Without it: until the next customer message. */
      snoozed_until?: number | string;
    };
    ToggleConversationTypingStatusRequest: {
      /**
       * @description `on` or `off`.
       * @example on
       * @enum {string}
       */
      typing_status?: 'on' | 'off';
      /** @description A private note is being written. */
      is_private?: boolean;
    };
    ToggledStatus: {
      payload: {
        /**
         * @description Null when a bot handed a pending conversation over.
         * @example true
         */
        success: boolean | null;
        /**
         * @description Display id.
         * @example 1
         */
        conversation_id: number;
        current_status: components['schemas']['ConversationStatus'];
        /**
         * Format: date-time
         * @description When it wakes.
         * @example 2026-11-23T09:06:37.683Z
         */
        snoozed_until: string | null;
      };
    };
    TranslateConversationMessageRequest: {
      /**
       * @description Code of the language.
       * @example de
       */
      target_language?: string;
    };
    Translation: {
      /** @description Null while nothing translates. */
      content: string | null;
    };
    /** @description No credentials, or a session that has ended. */
    Unauthenticated: {
      /**
       * @description In answers about sessions.
       * @constant
       */
      success?: false;
      errors: string[];
    };
    /** @description A bulk action of an unknown type. */
    Unsuccessful: {
      /** @constant */
      success: false;
    };
    UpdateConversationMessageRequest: {
      /**
       * @description `sent`, `delivered`, `read` or `failed`.
       * @example delivered
       * @enum {string}
       */
      status?: 'sent' | 'delivered' | 'read' | 'failed';
      /** @description Kept with `failed`. */
      external_error?: string;
    };
    UpdateConversationParticipantsRequest: {
      /**
       * @description Ids of users.
       * @example [
       *       1,
       *       2
       *     ]
       */
      user_ids: number[];
    };
    UpdateConversationRequest: {
      /**
       * @description `low`, `medium`, `high`, `urgent`, or null for none.
       * @example high
       */
      priority?: components['schemas']['ConversationPriority'] | null;
    };
    /** @description An agent or administrator who wrote a message. */
    UserSender: {
      /**
       * @description User id.
       * @example 1
       */
      id: number;
      /**
       * @description Full name.
       * @example Ada Lovelace
       */
      name: string;
      /**
       * @description Name to show.
       * @example Ada
       */
      available_name: string;
      /**
       * @description URL of their picture; empty for none.
       * @example
       */
      avatar_url: string;
      /** @constant */
      type: 'user';
      /**
       * @description As chosen, or `offline` while not connected when `auto_offline` is on. Null once they have left the account.
       * @example online
       * @enum {string|null}
       */
      availability_status: 'online' | 'offline' | 'busy' | null;
      /**
       * @description Same as `avatar_url`.
       * @example
       */
      thumbnail: string;
    };
    ValidSession: {
      payload: {
        /** @constant */
        success: true;
        data: {
          /**
           * @description For `api_access_token`.
           * @example vnEJx4bMcVfMNVyYv8Sd1Kti
           */
          access_token: string;
          /**
           * @description The account they worked in last.
           * @example 1
           */
          account_id: number | null;
          /**
           * @description Display name if they have one, else `name`.
           * @example Ada
           */
          available_name: string;
          /**
           * @description URL of their picture; empty for none.
           * @example
           */
          avatar_url: string;
          /**
           * @description The e-mail address is confirmed.
           * @example true
           */
          confirmed: boolean;
          /**
           * @description Name to show.
           * @example Ada
           */
          display_name: string | null;
          /** @description Put below their messages. */
          message_signature: string | null;
          /**
           * @description E-mail address.
           * @example ada@acme.example.com
           */
          email: string;
          /**
           * @description User id.
           * @example 1
           */
          id: number;
          /** @description Who invited them. */
          inviter_id: number | null;
          /**
           * @description Full name.
           * @example Ada Lovelace
           */
          name: string;
          /**
           * @description How they sign in.
           * @example email
           */
          provider: string;
          /**
           * @description For the realtime connection.
           * @example dXNlci8x--mQ0f3v2l
           */
          pubsub_token: string;
          /** @description Absent when there are none. */
          custom_attributes?: {
            [key: string]: unknown;
          };
          /**
           * @description What they may do.
           * @example administrator
           * @enum {string|null}
           */
          role: 'agent' | 'administrator' | null;
          /**
           * @description What clients keep for them.
           * @example {}
           */
          ui_settings: {
            [key: string]: unknown;
          };
          /**
           * @description Same as `email`.
           * @example ada@acme.example.com
           */
          uid: string;
          /** @description Always null here. */
          type: string | null;
          /** @description Where they work. */
          accounts: components['schemas']['Membership'][];
          /**
           * Format: date-time
           * @description When the person was added.
           * @example 2026-11-23T09:06:37.683Z
           */
          created_at: string;
        };
      };
    };
  };
  responses: {
    /** @description The body is not what its Content-Type says. */
    BadRequest: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['FrameworkError'];
      };
    };
    /** @description No credentials or wrong ones, or the caller’s role may not do this. (Never 403: clients expect 401.) */
    Unauthorized: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/json':
          components['schemas']['Unauthenticated'] | components['schemas']['Error'];
      };
    };
    /** @description It does not exist, or the caller may not see it: the same answer to the byte. */
    NotFound: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description A request with the same Idempotency-Key is still under way. Repeat it. */
    Conflict: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body has more than 4 MB, or a file more than 40 MB. */
    TooLarge: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description A parameter cannot be read or breaks a rule; or the Idempotency-Key was used with another request. */
    Unprocessable: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/json':
          | components['schemas']['Error']
          | components['schemas']['InvalidRecord']
          | components['schemas']['Unsuccessful'];
      };
    };
    /** @description The rate limit is used up. Wait as long as Retry-After says. */
    TooManyRequests: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'text/plain': string;
      };
    };
    /** @description A mistake of ours. The request id finds it in the server’s log. */
    InternalError: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['FrameworkError'];
      };
    };
    /** @description The database or the file storage does not answer, or the server is stopping. Nothing was changed, unless a write has no Idempotency-Key and its answer was lost; repeat it with the same key. */
    Unavailable: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The server’s disk is full. Nothing was changed. */
    NoSpace: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    /**
     * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
     * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
     */
    IdempotencyKey: string;
    /**
     * @description The ETag of the answer that you have: 304 when it is still the same.
     * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
     */
    IfNoneMatch: string;
    /**
     * @description Your own id for the request, for the server’s log; it comes back in the answer.
     * @example import-2026-11-23-0001
     */
    RequestId: string;
  };
  requestBodies: never;
  headers: {
    /** @description Names this request in the server’s log. */
    'X-Request-Id': string;
    /** @description How many requests (`q`) an address has in how many seconds (`w`). */
    'RateLimit-Policy': string;
    /** @description Requests that remain (`r`), and seconds until it is full again (`t`). */
    RateLimit: string;
    /** @description Seconds to wait. */
    'Retry-After': number;
    /** @description Stands for these bytes; send it as If-None-Match. */
    ETag: string;
    /** @description The next page, when there is one. */
    Link: string;
    /** @description The answer of the first request with this key. */
    'Idempotent-Replayed': string;
  };
  pathItems: never;
}

export interface operations {
  signIn: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SignInRequest'];
        'application/x-www-form-urlencoded': components['schemas']['SignInRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignedIn'];
        };
      };
      400: components['responses']['BadRequest'];
      /** @description No credentials or wrong ones, or the caller’s role may not do this. (Never 403: clients expect 401.) */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            components['schemas']['Unauthenticated'] | components['schemas']['Error'];
        };
      };
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  validateToken: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ValidSession'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No credentials or wrong ones, or the caller’s role may not do this. (Never 403: clients expect 401.) */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            components['schemas']['Unauthenticated'] | components['schemas']['Error'];
        };
      };
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignedOut'];
        };
      };
      400: components['responses']['BadRequest'];
      /** @description It does not exist, or the caller may not see it: the same answer to the byte. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            components['schemas']['Unauthenticated'] | components['schemas']['Error'];
        };
      };
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  getProfile: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  listConversations: {
    parameters: {
      query?: {
        /**
         * @description `open` (default), `resolved`, `pending`, `snoozed` or `all`; also a list.
         * @example open
         */
        status?:
          | ('open' | 'resolved' | 'pending' | 'snoozed' | 'all')
          | ('open' | 'resolved' | 'pending' | 'snoozed' | 'all')[];
        /** @description `me`, `unassigned`, `assigned` or `all`. */
        assignee_type?: string;
        /** @description Only these inboxes: an id or a list. */
        inbox_id?: number | number[];
        /** @description Only this team; unknown is 404. */
        team_id?: number;
        /** @description With any of these labels: a list or a comma-separated string. */
        labels?: string | string[];
        /** @description Conversations with a message that contains this text, whatever their status. */
        q?: string;
        /** @description Of the contact inbox with this source id. */
        source_id?: string;
        /** @description `mention`, `unattended` or `participating`. */
        conversation_type?: string;
        /** @description `last_activity_at_desc` (default), `created_at_asc`, `priority_desc`, `waiting_since_asc` … */
        sort_by?: string;
        /** @description Only those updated in the last so many seconds; the answer has no pages. */
        updated_within?: string;
        /**
         * @description Page number, from 1. Anything else is page 1.
         * @example 1
         */
        page?: number;
        /** @description Entries per page, 1 to 100. Default 25. */
        per_page?: number;
        /** @description The `next_cursor` of the page before; replaces `page`. */
        cursor?: string;
      };
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConversationList'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  createConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CreateConversationRequest'];
        'application/x-www-form-urlencoded': components['schemas']['CreateConversationRequest'];
        'multipart/form-data': {
          /**
           * @description Inbox it belongs to.
           * @example 1
           */
          inbox_id?: number | null;
          /**
           * @description Contact it is with.
           * @example 1
           */
          contact_id?: number | null;
          /** @description Id of the contact in the inbox; alone it finds inbox and contact. */
          source_id?: string | null;
          /** @description The identity of a new contact inbox is proven. */
          hmac_verified?: boolean;
          /**
           * @description `open` (default), `pending`, `resolved` or `snoozed`.
           * @example open
           */
          status?: components['schemas']['ConversationStatus'];
          /** @description Unix seconds or ISO 8601; kept when the status is `snoozed`. */
          snoozed_until?: number | string;
          /**
           * @description Agent to assign it to.
           * @example 1
           */
          assignee_id?: number | null;
          /** @description Team to assign it to. */
          team_id?: number | null;
          /** @description Facts about where it came from. */
          additional_attributes?: {
            [key: string]: unknown;
          };
          /**
           * @description Custom attributes.
           * @example {
           *       "order_id": "ORD-12345"
           *     }
           */
          custom_attributes?: {
            [key: string]: unknown;
          };
          message?: components['schemas']['MessageInput'];
          /** @description Files of up to 40 MB each. */
          'message[attachments][]'?: Blob[];
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Conversation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  countConversations: {
    parameters: {
      query?: {
        /** @description `open` (default), `resolved`, `pending`, `snoozed` or `all`; also a list. */
        status?:
          | ('open' | 'resolved' | 'pending' | 'snoozed' | 'all')
          | ('open' | 'resolved' | 'pending' | 'snoozed' | 'all')[];
        /** @description `me`, `unassigned`, `assigned` or `all`. */
        assignee_type?: string;
        /** @description Only these inboxes: an id or a list. */
        inbox_id?: number | number[];
        /** @description Only this team; unknown is 404. */
        team_id?: number;
        /** @description With any of these labels: a list or a comma-separated string. */
        labels?: string | string[];
        /** @description Conversations with a message that contains this text, whatever their status. */
        q?: string;
        /** @description Of the contact inbox with this source id. */
        source_id?: string;
        /** @description `mention`, `unattended` or `participating`. */
        conversation_type?: string;
        /** @description `last_activity_at_desc` (default), `created_at_asc`, `priority_desc`, `waiting_since_asc` … */
        sort_by?: string;
        /** @description Only those updated in the last so many seconds; the answer has no pages. */
        updated_within?: string;
        /** @description Page number, from 1. Anything else is page 1. */
        page?: number;
        /** @description Entries per page, 1 to 100. Default 25. */
        per_page?: number;
        /** @description The `next_cursor` of the page before; replaces `page`. */
        cursor?: string;
      };
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConversationCounts'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  getConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Conversation'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  putConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['UpdateConversationRequest'];
        'application/x-www-form-urlencoded': components['schemas']['UpdateConversationRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Conversation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  deleteConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  updateConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['UpdateConversationRequest'];
        'application/x-www-form-urlencoded': components['schemas']['UpdateConversationRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Conversation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  toggleConversationStatus: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ToggleConversationStatusRequest'];
        'application/x-www-form-urlencoded': components['schemas']['ToggleConversationStatusRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToggledStatus'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  toggleConversationPriority: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ToggleConversationPriorityRequest'];
        'application/x-www-form-urlencoded': components['schemas']['ToggleConversationPriorityRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  toggleConversationTypingStatus: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ToggleConversationTypingStatusRequest'];
        'application/x-www-form-urlencoded': components['schemas']['ToggleConversationTypingStatusRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  muteConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  unmuteConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  markConversationUnread: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Conversation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  updateConversationLastSeen: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Conversation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  setConversationCustomAttributes: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetConversationCustomAttributesRequest'];
        'application/x-www-form-urlencoded': components['schemas']['SetConversationCustomAttributesRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CustomAttributes'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  filterConversations: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FilterConversationsRequest'];
        'application/x-www-form-urlencoded': components['schemas']['FilterConversationsRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FilteredConversations'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      /** @description A parameter cannot be read or breaks a rule; or the Idempotency-Key was used with another request. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | components['schemas']['Error']
            | components['schemas']['InvalidRecord']
            | components['schemas']['Unsuccessful'];
        };
      };
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  searchConversations: {
    parameters: {
      query?: {
        /** @description `open` (default), `resolved`, `pending`, `snoozed` or `all`; also a list. */
        status?:
          | ('open' | 'resolved' | 'pending' | 'snoozed' | 'all')
          | ('open' | 'resolved' | 'pending' | 'snoozed' | 'all')[];
        /** @description `me`, `unassigned`, `assigned` or `all`. */
        assignee_type?: string;
        /** @description Only these inboxes: an id or a list. */
        inbox_id?: number | number[];
        /** @description Only this team; unknown is 404. */
        team_id?: number;
        /** @description With any of these labels: a list or a comma-separated string. */
        labels?: string | string[];
        /**
         * @description Conversations with a message that contains this text, whatever their status.
         * @example order
         */
        q?: string;
        /** @description Of the contact inbox with this source id. */
        source_id?: string;
        /** @description `mention`, `unattended` or `participating`. */
        conversation_type?: string;
        /** @description `last_activity_at_desc` (default), `created_at_asc`, `priority_desc`, `waiting_since_asc` … */
        sort_by?: string;
        /** @description Only those updated in the last so many seconds; the answer has no pages. */
        updated_within?: string;
        /** @description Page number, from 1. Anything else is page 1. */
        page?: number;
        /** @description Entries per page, 1 to 100. Default 25. */
        per_page?: number;
        /** @description The `next_cursor` of the page before; replaces `page`. */
        cursor?: string;
      };
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SearchResults'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  sendConversationTranscript: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SendConversationTranscriptRequest'];
        'application/x-www-form-urlencoded': components['schemas']['SendConversationTranscriptRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      /** @description A parameter cannot be read or breaks a rule; or the Idempotency-Key was used with another request. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | components['schemas']['Error']
            | components['schemas']['InvalidRecord']
            | components['schemas']['Unsuccessful'];
        };
      };
      /** @description The rate limit is used up. Wait as long as Retry-After says. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  listConversationMessages: {
    parameters: {
      query?: {
        /** @description The 20 messages before this id. */
        before?: number;
        /** @description The first 100 after this id; with `before`, up to 1000 from it on. */
        after?: number;
        /** @description Any value hides private notes and activity. */
        filter_internal_messages?: boolean;
        /** @description Messages per page, 1 to 100. Default 20, after an id 100, in a range 1000. */
        per_page?: number;
        /** @description The `next_cursor` of the page before; replaces `page`. */
        cursor?: string;
      };
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessagePage'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  createConversationMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['MessageInput'];
        'application/x-www-form-urlencoded': components['schemas']['MessageInput'];
        'multipart/form-data': {
          /**
           * @description Up to 150,000 characters.
           * @example Hello, how can I help?
           */
          content?: string | null;
          /**
           * @description `outgoing` (default); `incoming` only in API inboxes; `template`, `activity`.
           * @example outgoing
           * @enum {string}
           */
          message_type?: 'incoming' | 'outgoing' | 'activity' | 'template';
          /** @description A note that only the team sees. */
          private?: boolean;
          /**
           * @description `text` (default), `input_select`, `cards`, `form`, `article` …
           * @example text
           * @enum {string}
           */
          content_type?:
            | 'text'
            | 'input_text'
            | 'input_textarea'
            | 'input_email'
            | 'input_select'
            | 'cards'
            | 'form'
            | 'article'
            | 'incoming_email'
            | 'input_csat'
            | 'integrations'
            | 'sticker'
            | 'voice_call';
          /**
           * @description An object, or its JSON text in multipart requests.
           * @example {}
           */
          content_attributes?: {
            [key: string]: unknown;
          };
          /**
           * @description Comes back in the answer and the event; the same one again is the same message.
           * @example tmp-1
           */
          echo_id?: string;
          /** @description Id of the message elsewhere. */
          source_id?: string | null;
          /** @description When the message was written elsewhere; kept in content_attributes. */
          external_created_at?: number | string;
          /** @description Kept in additional_attributes. */
          campaign_id?: number;
          /** @description An object with `name`; kept in additional_attributes. */
          template_params?: {
            [key: string]: unknown;
          };
          /**
           * @description `AgentBot` with `sender_id` posts as that bot.
           * @constant
           */
          sender_type?: 'AgentBot';
          /** @description Id of the bot to post as. */
          sender_id?: number;
          /** @description E-mail inboxes: comma-separated addresses. */
          cc_emails?: string;
          /** @description E-mail inboxes: comma-separated addresses. */
          bcc_emails?: string;
          /** @description E-mail inboxes: comma-separated addresses. */
          to_emails?: string;
          /** @description E-mail inboxes: HTML body instead of the rendered content. */
          email_html_content?: string;
          /** @description Files of up to 40 MB each. */
          'attachments[]'?: Blob[];
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  putConversationMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
        /**
         * @description The message.
         * @example 42
         */
        message_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['UpdateConversationMessageRequest'];
        'application/x-www-form-urlencoded': components['schemas']['UpdateConversationMessageRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      /** @description Message status update is only allowed for API inboxes */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  deleteConversationMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
        /**
         * @description The message.
         * @example 42
         */
        message_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  updateConversationMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
        /**
         * @description The message.
         * @example 42
         */
        message_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['UpdateConversationMessageRequest'];
        'application/x-www-form-urlencoded': components['schemas']['UpdateConversationMessageRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      /** @description Message status update is only allowed for API inboxes */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  retryConversationMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
        /**
         * @description The message.
         * @example 42
         */
        message_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      /** @description A parameter cannot be read or breaks a rule; or the Idempotency-Key was used with another request. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | components['schemas']['Error']
            | components['schemas']['InvalidRecord']
            | components['schemas']['Unsuccessful'];
        };
      };
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  translateConversationMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
        /**
         * @description The message.
         * @example 42
         */
        message_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['TranslateConversationMessageRequest'];
        'application/x-www-form-urlencoded': components['schemas']['TranslateConversationMessageRequest'];
      };
    };
    responses: {
      /** @description Done. The body may be empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Translation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  listConversationAttachments: {
    parameters: {
      query?: {
        /**
         * @description Page number, from 1. Anything else is page 1.
         * @example 1
         */
        page?: number;
        /** @description Entries per page, 1 to 100. Default 100. */
        per_page?: number;
        /** @description The `next_cursor` of the page before; replaces `page`. */
        cursor?: string;
      };
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttachmentList'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  createConversationDirectUpload: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateConversationDirectUploadRequest'];
        'application/x-www-form-urlencoded': components['schemas']['CreateConversationDirectUploadRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DirectUpload'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      /** @description The body has more than 4 MB, or a file more than 40 MB. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  listConversationLabels: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LabelList'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  setConversationLabels: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetConversationLabelsRequest'];
        'application/x-www-form-urlencoded': components['schemas']['SetConversationLabelsRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LabelList'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  assignConversation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['AssignConversationRequest'];
        'application/x-www-form-urlencoded': components['schemas']['AssignConversationRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | components['schemas']['Agent']
            | components['schemas']['AgentBotSlim']
            | components['schemas']['TeamRaw']
            | null;
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  listConversationParticipants: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Agent'][];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  putConversationParticipants: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateConversationParticipantsRequest'];
        'application/x-www-form-urlencoded': components['schemas']['UpdateConversationParticipantsRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Agent'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  addConversationParticipants: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddConversationParticipantsRequest'];
        'application/x-www-form-urlencoded': components['schemas']['AddConversationParticipantsRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Agent'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  removeConversationParticipants: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RemoveConversationParticipantsRequest'];
        'application/x-www-form-urlencoded': components['schemas']['RemoveConversationParticipantsRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  updateConversationParticipants: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateConversationParticipantsRequest'];
        'application/x-www-form-urlencoded': components['schemas']['UpdateConversationParticipantsRequest'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Agent'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  getConversationDraft: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag of the answer that you have: 304 when it is still the same.
         * @example W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"
         */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Draft'];
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  putConversationDraft: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SaveConversationDraftRequest'];
        'application/x-www-form-urlencoded': components['schemas']['SaveConversationDraftRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  deleteConversationDraft: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  saveConversationDraft: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
        /**
         * @description The conversation’s number in the account: its `id` or `display_id`.
         * @example 1
         */
        conversation_id: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SaveConversationDraftRequest'];
        'application/x-www-form-urlencoded': components['schemas']['SaveConversationDraftRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  createBulkAction: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.
         * @example 5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /**
         * @description Your account.
         * @example 1
         */
        account_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateBulkActionRequest'];
        'application/x-www-form-urlencoded': components['schemas']['CreateBulkActionRequest'];
      };
    };
    responses: {
      /** @description Done. The body is empty. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
      507: components['responses']['NoSpace'];
    };
  };
  downloadFile: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /** @description Unguessable; part of the address that the API gave out. */
        token: string;
        /**
         * @description For people and for saving; any will do.
         * @example invoice.pdf
         */
        filename: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          '*/*': Blob;
        };
      };
      /** @description The part that `Range` asked for. */
      206: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          '*/*': Blob;
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There is no such file any more. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The file has no such part. */
      416: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  downloadThumbnail: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /** @description Unguessable; part of the address that the API gave out. */
        token: string;
        /**
         * @description For people and for saving; any will do.
         * @example invoice.pdf
         */
        filename: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The picture. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'image/*': Blob;
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There is no such file any more. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  uploadFile: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path: {
        /** @description Unguessable; part of the address that the API gave out. */
        token: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        '*/*': Blob;
      };
    };
    responses: {
      /** @description The file has arrived. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There is no such file any more. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description More bytes than a file may have. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The bytes are not those that were announced. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  getVersion: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The version, the server’s time, and whether jobs and data are well. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            version: string;
            timestamp: string;
            queue_services: string;
            data_services: string;
          };
        };
      };
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
          };
        };
      };
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description They can. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
            checks: {
              accepting: string;
              database: string;
              migrations: string;
            };
          };
        };
      };
      /** @description They cannot. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
            checks: {
              accepting: string;
              database: string;
              migrations: string;
            };
          };
        };
      };
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The metrics. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description You may not read them. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description An OpenAPI 3.1 document. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': Record<string, never>;
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  getDocs: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page that needs nothing else. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description What you have is still the same. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  getRoot: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id for the request, for the server’s log; it comes back in the answer.
         * @example import-2026-11-23-0001
         */
        'X-Request-Id'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To `/docs`. */
      302: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
