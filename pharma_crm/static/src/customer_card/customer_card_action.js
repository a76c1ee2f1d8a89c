import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { CustomerCard } from "./customer_card";

/** The card in a dialog. */
export class CustomerCardDialog extends Component {
    static template = "pharma_crm.CustomerCardDialog";
    static components = { CustomerCard, Dialog };
    static props = {
        close: Function,
        title: String,
        partnerId: Number,
        card: { type: Object, optional: true },
        purpose: { type: String, optional: true },
    };
}

/** The buttons of forms and lists lead here; what the card shows comes along (000-10). */
function openCustomerCard(env, { name, params, context }) {
    env.services.dialog.add(CustomerCardDialog, {
        title: name,
        partnerId: params.partner_id,
        card: params.card,
        purpose: context?.pharma_purpose,
    });
}

registry.category("actions").add("pharma_customer_card", openCustomerCard);
