// Totals of preparations, in the organiser's browser: it makes the key that opens masks, and later takes the masks off
// the sum. The server has the sum, the organiser the key; neither sees one marking.

import { canSeal, inGroups, newCode, organisersKey, maskOf, seal, toBytes, toText, unseal } from "./preparation-keys.js";

const RSA = { name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
const ABOUT = "totals";

const begin = document.querySelector("[data-gather]");
if (begin) {
  const code = newCode();
  begin.querySelector("[data-totals-code]").textContent = inGroups(code);
  for (const part of begin.querySelectorAll("[data-scripted]")) part.hidden = false;
  begin.addEventListener("submit", async (event) => {
    if (begin.elements.public_key.value || !canSeal()) return;
    event.preventDefault();
    const pair = await crypto.subtle.generateKey(RSA, true, ["encrypt", "decrypt"]);
    const secret = toText(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
    begin.elements.public_key.value = toText(await crypto.subtle.exportKey("spki", pair.publicKey));
    begin.elements.sealed_key.value = await seal(await organisersKey(code, begin.dataset.salt), ABOUT, { secret });
    begin.requestSubmit(event.submitter);
  });
}

const publish = document.querySelector("[data-publish-totals]");
if (publish) {
  const told = publish.querySelector("[role=status]");
  const typed = publish.querySelector("[data-organisers-code]"); // without a name, so that it is never sent
  for (const part of publish.querySelectorAll("[data-scripted]")) part.hidden = false;
  publish.addEventListener("submit", async (event) => {
    if (publish.elements.totals.value) return;
    event.preventDefault();
    const { masked, seeds, sealedKey } = await (await fetch(publish.dataset.bundle)).json();
    let sum;
    try {
      const { secret } = await unseal(await organisersKey(typed.value, publish.dataset.salt), ABOUT, sealedKey);
      const key = await crypto.subtle.importKey("pkcs8", toBytes(secret), RSA, false, ["decrypt"]);
      sum = [...masked];
      for (const sealed of seeds) {
        const seed = await crypto.subtle.decrypt({ name: "RSA-OAEP" }, key, toBytes(sealed));
        const mask = await maskOf(seed, sum.length);
        sum = sum.map((number, place) => (number - mask[place] + 2 ** 32) % 2 ** 32);
      }
    } catch {
      told.textContent = publish.dataset.wrong;
      return;
    }
    publish.elements.totals.value = JSON.stringify(sum);
    publish.requestSubmit(event.submitter);
  });
}
