/** The MongoDB version whose behaviour this server follows. */
export const VERSION = '8.0.0';
