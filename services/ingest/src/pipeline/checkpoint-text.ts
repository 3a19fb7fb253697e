import type { ForecasterMemory } from '@ted/forecast';
import type { Memory, Running } from './checkpoint.ts';

/** The texts under which `parseCheckpoint` knows the parts again. */
export const runningText = (running: Running | undefined): string => JSON.stringify(running ?? null);

/**
 * The memory as JSON. Nine tenths of it are games that are over and blocks of scores that are full: numbers that no longer change,
 * and that take most of a game's end to be written out. So each of those is put into words once.
 */
export function memoryText({ forecaster, challenger, learnt, ...rest }: Memory): string {
  return object(
    membersOf({ ...rest, runningApart: true }),
    forecaster && `"forecaster":${forecasterText(forecaster)}`,
    challenger &&
      `"challenger":${object(
        membersOf({ modelVersion: challenger.modelVersion }),
        `"forecaster":${forecasterText(challenger.forecaster)}`,
      )}`,
    learnt && `"learnt":[${learnt.map(textOnce).join(',')}]`,
  );
}

function forecasterText({ scoreboard: { blocks, ...scores }, ...rest }: ForecasterMemory): string {
  const full = blocks.slice(0, -1).map(textOnce);
  const newest = blocks.slice(-1).map((block) => JSON.stringify(block));
  const text = object(membersOf(scores), `"blocks":[${[...full, ...newest].join(',')}]`);
  return object(membersOf(rest), `"scoreboard":${text}`);
}

const texts = new WeakMap<object, string>();

/** Of what never changes from now on. */
function textOnce(value: object): string {
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = JSON.stringify(value)));
  return text;
}

/** A JSON object of such members; undefined ones are left out. */
const object = (...members: (string | undefined)[]): string =>
  `{${members.filter((text) => text !== undefined).join(',')}}`;

/** The members of an object that has some, as JSON without the braces. */
const membersOf = (value: object): string => JSON.stringify(value).slice(1, -1);
