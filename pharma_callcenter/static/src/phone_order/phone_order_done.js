import { _t } from "@web/core/l10n/translation";

/**
 * Says what was ordered and reserved, and lets the screens behind the window know.
 *
 * @param {Object} env
 * @param {Object} result of place_order of the server
 */
export async function tellOrder(env, result) {
    const { action, notification } = env.services;
    const told = [];
    if (result.order_id) {
        told.push(
            result.is_confirmed
                ? _t("Order %s is confirmed.", result.order_name)
                : _t("Quotation %s is saved.", result.order_name)
        );
    }
    if (result.reserved.length) {
        told.push(_t("Reserved: %s", result.reserved.join(", ")));
    }
    const open = {
        name: _t("Open"),
        onClick: () =>
            action.doAction({
                type: "ir.actions.act_window",
                res_model: "sale.order",
                res_id: result.order_id,
                views: [[false, "form"]],
            }),
    };
    notification.add(told.join(" "), {
        type: "success",
        buttons: result.order_id ? [open] : [],
    });
    env.bus.trigger("PHARMA_PHONE_ORDER", result);
    if (action.currentController?.action?.res_model === "pharma.call") {
        await action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
    }
}
