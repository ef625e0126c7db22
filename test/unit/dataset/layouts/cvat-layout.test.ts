import { describe, expect, it } from 'vitest';
import { cvatLayout } from '../../../../src/dataset/layouts/cvat-layout.ts';
import { changed, readText, seen } from './read-layout.ts';

const TEXT = `\ufeff<?xml version="1.0" encoding="utf-8"?>\r
<annotations>\r
  <version>1.1</version>\r
  <!-- <image name="no.png"><tag label="no"/></image> -->\r
  <meta><task><labels><label><name>cat</name></label></labels></task></meta>\r
  <image id="0" name="a.png" width="4" height="4" subset="Train">\r
    <tag source="manual" label="cat"></tag>\r
    <box label="dog" xtl="1"/>\r
  </image>\r
  <image id="1" name="sub/caf&#233; &amp; b.png"><tag label = 'a &lt; b' /></image>\r
  <image id="2" name="c.png"><tag label="cat"/><tag label="dog"/></image>\r
  <image id="3" name="d.png"/>\r
  <image id="4" name="e.png" subset="Test">\r
    <box label="dog"><attribute name="label">x</attribute></box><polygon label="dog" points="1"/>\r
  </image>\r
</annotations>\r
`;

describe("CVAT's XML", () => {
  it('is read by image: tags, else shapes of one label', async () => {
    const rows = await readText(cvatLayout, TEXT);
    expect(seen(rows)).toEqual([
      ['a.png', 'cat', 'usable'],
      ['sub/café & b.png', 'a < b', 'usable'],
      ['c.png', '', 'has tags or shapes of several labels ("cat", "dog"); one label a picture is read'],
      ['d.png', '', 'no-label'],
      ['e.png', 'dog', 'usable'],
    ]);
    expect([rows.split(0), rows.split(1), rows.split(4)]).toEqual(['Train', '', 'Test']);
    expect([...rows.lines]).toEqual([6, 10, 11, 12, 13]);
  });

  it('is changed in the labels alone', async () => {
    const rows = await readText(cvatLayout, TEXT);
    const after = changed(TEXT, rows, [
      [0, 'x "y" & <z>'],
      [1, "it's"],
      [4, 'cat'],
    ]);
    expect(after).toBe(
      TEXT.replace('manual" label="cat"', 'manual" label="x &quot;y&quot; &amp; &lt;z&gt;"')
        .replace("'a &lt; b'", "'it&apos;s'")
        .replace('<box label="dog"><', '<box label="cat"><')
        .replace('<polygon label="dog"', '<polygon label="cat"'),
    );
    expect(seen(await readText(cvatLayout, after)).map(([, label]) => label)).toEqual([
      'x "y" & <z>',
      "it's",
      '',
      '',
      'cat',
    ]);
    const gone = changed(TEXT, rows, [
      [1, undefined],
      [3, undefined],
    ]);
    expect(gone).toBe(
      TEXT.replace(/\r\n {2}<image id="1".*<\/image>(?=\r\n)/, '').replace('\r\n  <image id="3" name="d.png"/>', ''),
    );
  });

  it.each([
    ['<annotations><image name="a.png"></annotations>', /not well-formed XML: unexpected close tag/],
    ['<annotations><image name="a.png" name="b.png"/></annotations>', /not well-formed XML: duplicate attribute/],
    ['<annotations>&bomb;</annotations>', /not well-formed XML: undefined entity/],
    ['<annotations><track/></annotations>', /holds no <image>/],
    ['', /not well-formed XML/],
  ])('%s is refused', async (text, message) => {
    await expect(readText(cvatLayout, text)).rejects.toThrow(message);
  });
});
