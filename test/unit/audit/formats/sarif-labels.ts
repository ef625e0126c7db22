import type { SarifLabels } from '../../../../src/audit/formats/format-sarif.ts';
import { layoutOf } from '../../../../src/dataset/layouts/layouts.ts';
import type { LayoutOptions } from '../../../../src/dataset/layouts/layout.ts';

/** A labels file as a SARIF log is made of it; none where the text is no labels file. */
export async function sarifLabels(name: string, text: string, columns: LayoutOptions = {}): Promise<SarifLabels[]> {
  const rows = await layoutOf({ name, head: text })!.read(
    { file: `/data/${name}`, bytes: Buffer.from(text), text },
    columns,
  );
  return rows.ok ? [{ name, text, rows }] : [];
}
