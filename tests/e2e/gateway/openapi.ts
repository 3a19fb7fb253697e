import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { openApiDocument, openApiPath } from '../../../services/api-gateway/src/docs/openapi.ts';
import type { Endpoint } from '../../../services/api-gateway/src/endpoints/endpoint.ts';

// The package's types say "module" where Node gives its default export.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

/** Validates answers against the OpenAPI document in its strict form: a field that it does not name is an error. */
export class Conformance {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #known: any;

  constructor(endpoints: readonly Endpoint[]) {
    addFormats(this.#ajv);
    this.#known = openApiDocument(endpoints, { strict: true });
    this.#ajv.addSchema(this.#known, 'openapi');
  }

  /** What is wrong with the answer; empty if nothing is. */
  problems({ method, path }: Endpoint, status: number, body: unknown): string[] {
    const at = ['paths', openApiPath(path), method, 'responses', String(status)];
    const response = at.reduce((part, key) => part?.[key], this.#known);
    if (!response) return [`${status} is not in the document`];
    const pointer = [...at, 'content', 'application/json', 'schema']
      .map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = this.#ajv.getSchema(`openapi#/${pointer}`) as ValidateFunction;
    if (validate(body)) return [];
    return validate.errors!.map(({ instancePath, message, params }) => {
      return `${instancePath} ${message} ${JSON.stringify(params)}`;
    });
  }
}
