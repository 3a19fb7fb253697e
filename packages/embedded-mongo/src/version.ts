/** The MongoDB version whose behaviour this server follows. */
export const VERSION = '7.0.0';
