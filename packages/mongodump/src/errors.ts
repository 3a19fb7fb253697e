/** Something that is wrong with a dump, or with where it is to go, in words for the person who asked. */
export class DumpError extends Error {
  override name = 'DumpError';
}
