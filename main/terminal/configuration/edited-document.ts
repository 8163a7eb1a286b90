import { isCollection, isMap, isNode, type parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml';

export type YamlDocument = ReturnType<typeof parseDocument>;

/** Lines stay as long as somebody wrote them. */
export const FORMAT = { lineWidth: 0 } as const;

/**
 * A file may name a part (`&`) and mean it elsewhere again (`*`). Where one of the entries has to do with it, it is
 * written out: a change of the one would otherwise change the other, and without the named part the file could not be
 * written. Whether there was any.
 */
export function writeOutAliases(document: YamlDocument, entries: readonly string[]): boolean {
  let any = false;
  const ofEntries = new Set<unknown>();
  const values = new Set(entries.map((entry) => document.get(entry, true)));
  visit(document, (_, node, path) => {
    if ([node, ...path].some((each) => isNode(each) && values.has(each))) ofEntries.add(node);
  });
  visit(document, {
    Alias: (_, alias) => {
      const named = alias.resolve(document);
      if (!named || !(ofEntries.has(alias) || ofEntries.has(named))) return undefined;
      any = true;
      const copy = document.createNode(named.toJS(document));
      // Written as the named part is: in one line or in several.
      if (isCollection(copy) && isCollection(named)) copy.flow = named.flow === true;
      return copy;
    },
  });
  return any;
}

/** Of what is written in one line, each keeps the spaces within its brackets; the writer would give all the same. */
export function keepSpaces(document: YamlDocument, text: string): void {
  const keep = (_: unknown, node: YAMLMap | YAMLSeq) => {
    const spaced = node.range ? text[node.range[0] + 1] === ' ' : isMap(node);
    const write = node.toString.bind(node);
    node.toString = (context, ...rest) =>
      write(context && { ...context, flowCollectionPadding: spaced ? ' ' : '' }, ...rest);
  };
  visit(document, { Map: keep, Seq: keep });
}
