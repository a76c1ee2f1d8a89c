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
    if (/^(tel|sms|mailto):/.test(url)) {
        browser.location.href = url;
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("pharma_open_link", openContactLink);
