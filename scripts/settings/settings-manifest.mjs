// What package.json and package.nls.json say about our settings, made from the tables of options.

/** The section of all our settings. */
const SECTION = 'labelAudit';

/** A value within the key of a text, where only letters, digits and few others may stand: `|` is `u7c`. */
const wordOf = (value) => String(value).replaceAll(/[^\w-]/g, (sign) => `u${sign.codePointAt(0).toString(16)}`);

/** A setting as package.json describes it. */
function property(name, { allowed, default: otherwise, setting }, order) {
  const text = `setting.${name}`;
  const shared = { scope: setting.scope, markdownDescription: `%${text}%` };
  switch (allowed.type) {
    case 'choice':
      return {
        ...{ type: 'string', default: otherwise, ...shared, enum: allowed.values },
        ...{ enumDescriptions: allowed.values.map((value) => `%${text}.${wordOf(value)}%`), order },
      };
    case 'integer': {
      const limits = { minimum: allowed.least, maximum: allowed.most };
      if (otherwise === undefined) return { type: ['integer', 'null'], ...limits, default: null, ...shared, order };
      return { type: 'integer', ...limits, default: otherwise, ...shared, order };
    }
    case 'number': {
      const limits = {
        [allowed.above ? 'exclusiveMinimum' : 'minimum']: allowed.least,
        [allowed.below ? 'exclusiveMaximum' : 'maximum']: allowed.most,
      };
      if (otherwise === undefined) return { type: ['number', 'null'], ...limits, default: null, ...shared, order };
      return { type: 'number', ...limits, default: otherwise, ...shared, order };
    }
    case 'text':
      return { type: 'string', default: otherwise ?? '', ...shared, order };
    case 'names':
      return {
        type: 'array',
        items: { type: 'string', ...(allowed.known && { enum: [...allowed.known] }) },
        uniqueItems: true,
        default: otherwise ?? [],
        ...shared,
        order,
      };
    case 'flag':
      return { type: 'boolean', default: otherwise, ...shared, order };
  }
}

/** The texts of a setting, by their keys in package.nls.json. */
function words(name, documentation) {
  if (typeof documentation === 'string') return [[`setting.${name}`, documentation]];
  const { text, choices } = documentation;
  return [
    [`setting.${name}`, text],
    ...Object.entries(choices).map(([value, meaning]) => [`setting.${name}.${wordOf(value)}`, meaning]),
  ];
}

/**
 * The settings of these tables, in their order, with their texts by the names of the options.
 *
 * @returns `properties` and `restricted` for package.json, `words` for package.nls.json
 */
export function settingsManifest(tables, texts) {
  const settings = tables
    .flatMap((table) => Object.entries(table))
    .filter(([, { setting }]) => setting !== undefined)
    .map(([name, option]) => [option.setting.name ?? name, option, texts[name]]);
  return {
    properties: Object.fromEntries(
      settings.map(([name, option], i) => [`${SECTION}.${name}`, property(name, option, i + 1)]),
    ),
    restricted: settings.filter(([, { setting }]) => setting.restricted).map(([name]) => `${SECTION}.${name}`),
    words: Object.fromEntries(settings.flatMap(([name, , documentation]) => words(name, documentation))),
  };
}
