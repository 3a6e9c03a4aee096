/**
 * Draws the tree: a stand-in for Preact, for components without state of their own, at a fifth of its size. The build puts it
 * in the place of the package (scripts/build.mjs); the package gives the types. A component is called where it is written, so
 * that only elements, texts and holes are left to compare, each with what stood at the same place before.
 */

type Props = Record<string, unknown>;
type Child = Element_ | string | number | boolean | null | undefined | Child[];

interface Element_ {
  type: string;
  props: Props;
  key: unknown;
  children: Child[];
}

/** What was drawn: a hole is an empty text. */
interface Drawn {
  node: Element_ | string;
  dom: Node;
}

interface Drawable extends ParentNode, Node {
  drawn?: Drawn[];
  handlers?: Record<string, (event: Event) => void>;
}

const SVG = 'http://www.w3.org/2000/svg';
let mounted: (() => void)[] = [];

export function h(type: string | ((props: Props) => Child), given: Props | null, ...children: Child[]): Child {
  const { key, ...props } = given ?? {};
  if (typeof type !== 'string') return type(children.length ? { ...props, children: children.length > 1 ? children : children[0] } : props);
  return { type, props, key, children };
}

export const Fragment = ({ children }: Props): Child => children as Child;

export function render(node: Child, parent: Drawable): void {
  patch(parent, [node], false);
  const ready = mounted;
  mounted = [];
  ready.forEach((tell) => tell());
}

function flat(children: Child[]): (Element_ | string)[] {
  return children.flatMap((child): (Element_ | string)[] =>
    Array.isArray(child) ? flat(child) : child == null || typeof child === 'boolean' ? [''] : typeof child === 'object' ? [child] : [`${child}`]);
}

function patch(parent: Drawable, children: Child[], isSvg: boolean): void {
  const old = parent.drawn ?? [];
  parent.drawn = flat(children).map((node, index) => {
    const before = old[index];
    if (before && isSame(before.node, node)) {
      update(before.dom, before.node, node, isSvg);
      return { node, dom: before.dom };
    }
    const dom = create(node, isSvg);
    if (before) parent.replaceChild(dom, before.dom);
    else parent.append(dom);
    return { node, dom };
  });
  old.slice(parent.drawn.length).forEach(({ dom }) => parent.removeChild(dom));
}

function isSame(one: Element_ | string, other: Element_ | string): boolean {
  if (typeof one === 'string' || typeof other === 'string') return typeof one === typeof other;
  return one.type === other.type && one.key === other.key;
}

function create(node: Element_ | string, isSvg: boolean): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const isOfSvg = isSvg || node.type === 'svg';
  const dom = isOfSvg ? document.createElementNS(SVG, node.type) : document.createElement(node.type);
  update(dom, { ...node, props: {} }, node, isSvg);
  const { ref } = node.props;
  if (ref) mounted.push(() => (ref as (dom: Node) => void)(dom));
  return dom;
}

function update(dom: Node, before: Element_ | string, node: Element_ | string, isSvg: boolean): void {
  if (typeof node === 'string' || typeof before === 'string') {
    if (before !== node) dom.nodeValue = node as string;
    return;
  }
  const isOfSvg = isSvg || node.type === 'svg';
  for (const name in { ...before.props, ...node.props }) {
    const value = node.props[name];
    // What people change themselves is compared with what they see.
    const was = name === 'value' || name === 'checked' ? (dom as unknown as Props)[name] : before.props[name];
    if (value !== was) set(dom as HTMLElement & Drawable, name, value, isOfSvg);
  }
  patch(dom as Node & Drawable, node.children, isOfSvg);
}

function set(dom: HTMLElement & Drawable, name: string, value: unknown, isSvg: boolean): void {
  if (name === 'ref') return;
  if (name.startsWith('on')) {
    const type = name.slice(2).toLowerCase();
    dom.handlers ??= {};
    if (!dom.handlers[type]) dom.addEventListener(type, (event) => dom.handlers?.[type]?.(event));
    dom.handlers[type] = value as (event: Event) => void;
  } else if (!isSvg && name in dom) (dom as unknown as Props)[name] = value ?? '';
  else if (value == null || (value === false && !name.startsWith('aria-'))) dom.removeAttribute(name);
  else dom.setAttribute(name, String(value));
}
