/** Why an admin's request was refused. */
export function adminFailure({ status, message }: { status: number; message: string }): string {
  if (status === 401 || status === 403) return 'This token is not accepted.';
  if (status === 404) return 'This deployment has no admin: ADMIN_TOKEN is not set.';
  if (status === 0) return `TED gives ${message}. Nothing was changed.`;
  return `${message}. Nothing was changed.`;
}
