import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest } from './kustomize.ts';
import { ROOT } from './ted.ts';

/** The module that describes a kind: its JSON schema in Kubernetes' API as a class that validates, and its type. */
const moduleOf = ({ apiVersion, kind }: Manifest): string => `kubernetes-models/${apiVersion}/${kind}`;

type Validator = new (manifest: Manifest) => { validate(): void };

/** What the JSON schemas of their kinds say against manifests. Fields that a schema does not know pass. */
export async function schemaProblems(manifests: readonly Manifest[]): Promise<string[]> {
  const problems: string[] = [];
  for (const manifest of manifests) {
    const kinds = (await import(moduleOf(manifest))) as Record<string, Validator>;
    try {
      new kinds[manifest.kind]!(manifest).validate();
    } catch (error) {
      problems.push(`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`);
    }
  }
  return problems;
}

/** What the compiler says against manifests as objects of their kinds' types: unknown fields too. */
export function typeProblems(manifests: readonly Manifest[]): string[] {
  const file = join(ROOT, 'tests/support/manifests-as-typescript.ts');
  const text = manifests.map(
    (manifest, index) =>
      `import type { I${manifest.kind} as Kind${index} } from '${moduleOf(manifest)}';\n` +
      `export const manifest${index}: Kind${index} = ${JSON.stringify(manifest)};\n`,
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const plain = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (path) => path === file || plain.fileExists(path),
    readFile: (path) => (path === file ? text.join('') : plain.readFile(path)),
    getSourceFile: (path, ...rest) =>
      path === file
        ? ts.createSourceFile(path, text.join(''), ts.ScriptTarget.ES2022)
        : plain.getSourceFile(path, ...rest),
  };
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
