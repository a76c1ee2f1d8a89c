import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/**
 * Hands a telephone or message link to the device. Odoo's own action for addresses takes only
 * web pages: it would look for `tel:...` on the server.
 *
 * @param {Object} env
 * @param {Object} action with `params.url`, a link of one of the schemes below
 */
function openContactLink(env, action) {
    const { url } = action.params;
    if (/^(tel|sms):/.test(url)) {
        // A frame of its own: leaving the page, even for a telephone, would save or ask first.
        const frame = document.createElement("iframe");
        frame.hidden = true;
        frame.src = url;
        document.body.append(frame);
        browser.setTimeout(() => frame.remove(), 1000);
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("pharma_open_link", openContactLink);
