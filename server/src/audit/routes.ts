import { administrators, read, type Route } from '../http/route.ts';
import { readAuditLog } from './log.ts';
import { AuditInput, AuditLog } from './shapes.ts';

export const auditRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/audit_logs',
    access: administrators,
    summary: 'Read the audit log',
    description: 'Administrative changes, the newest first, 15 on a page.',
    tag: 'Audit log',
    input: AuditInput,
    output: AuditLog,
    handle: async ({ db, actor, input }) => readAuditLog(db, actor, input),
  }),
];
