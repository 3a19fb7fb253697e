/**
 * How a bundle starts: with what V8 compiled of it in an earlier process, which lies beside it, so that its text need not be read and
 * compiled anew. `build.js` puts this file into a bundle's entry; there is nothing but Node.js.
 */
import { accessSync, constants, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** By then a service has started, and what it needs for that has been compiled. */
const KEPT_AFTER_MS = 5000;
const CHECKSUM_BYTES = 4;

/**
 * Runs the bundle `<name>.cjs` of the entry `<name>.js` and gives back what it exports.
 * @param {string} entryUrl the entry's address
 * @param {string} hash of the bundle's text: V8 itself would take what was compiled of another text of the same length
 */
export function runBundle(entryUrl, hash) {
  const file = fileURLToPath(entryUrl).replace(/\.js$/, '.cjs');
  // The tag stands for the version of V8, its flags and the processor's features.
  const kept = `${file}.${hash}-${cachedDataVersionTag().toString(16)}.compiled`;
  const cachedData = readKept(kept);
  const script = new Script(
    `(function (module, exports, require, __filename, __dirname, __bundleUrl) {${readFileSync(file, 'latin1')}\n})`,
    { filename: file, cachedData },
  );
  if (!cachedData || script.cachedDataRejected) keepLater(script, kept);
  const module = { exports: {} };
  const run = script.runInThisContext();
  run(module, module.exports, createRequire(file), file, dirname(file), entryUrl);
  return module.exports;
}

/** What was compiled in an earlier process; undefined if there is nothing whole. */
function readKept(path) {
  try {
    const bytes = readFileSync(path);
    const compiled = bytes.subarray(CHECKSUM_BYTES);
    return bytes.readUInt32LE() === crc32(compiled) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Once, a while after the start or at the end, whichever comes first: with all functions that were called until then. A service that
 * lives on waits for no disk.
 */
function keepLater(script, path) {
  if (!isWritable(dirname(path))) return;
  const unfinished = `${path}.${process.pid}`;
  const giveUp = () => rmSync(unfinished, { force: true });
  const atEnd = (exitCode) => {
    clearTimeout(timer);
    // What failed has hardly begun.
    if (exitCode !== 0) return;
    try {
      writeFileSync(unfinished, withChecksum(script.createCachedData()), { flush: true });
      renameSync(unfinished, path);
    } catch {
      giveUp();
    }
  };
  const meanwhile = () => {
    process.off('exit', atEnd);
    writeFile(unfinished, withChecksum(script.createCachedData()), { flush: true })
      .then(() => rename(unfinished, path))
      .catch(giveUp);
  };
  const timer = setTimeout(meanwhile, KEPT_AFTER_MS).unref();
  process.on('exit', atEnd);
}

/** Where nothing may be written, as in a container, each start compiles. */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function withChecksum(compiled) {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(compiled));
  return Buffer.concat([checksum, compiled]);
}
