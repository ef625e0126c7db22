// As it loads, the toolkit tries out a `<style>` element, which a strict CSP blocks unless the page names its nonce in
// this way. Must be imported before it.
const nonce = document.currentScript?.nonce;
if (nonce) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = nonce;
  document.head.append(meta);
}
