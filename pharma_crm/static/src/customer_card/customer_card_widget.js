import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CustomerCard } from "./customer_card";
import { CustomerCardDialog } from "./customer_card_action";

const cardWidgetProps = {
    ...standardWidgetProps,
    partnerField: { type: String, optional: true },
    purpose: { type: String, optional: true },
};

function extractProps({ options }) {
    return { partnerField: options.partner_field, purpose: options.purpose };
}

function fieldDependencies({ options }) {
    return [{ name: options.partner_field || "partner_id", type: "many2one" }];
}

class CardWidget extends Component {
    static props = cardWidgetProps;
    static defaultProps = { partnerField: "partner_id" };

    get partner() {
        return this.props.record.data[this.props.partnerField];
    }
}

/** The card of the record's customer, as part of a form. */
export class CustomerCardPanel extends CardWidget {
    static template = "pharma_crm.CustomerCardPanel";
    static components = { CustomerCard };
}

/** Opens the card over a form without saving the form, as an ordinary button would. */
export class CustomerCardButton extends CardWidget {
    static template = "pharma_crm.CustomerCardButton";

    setup() {
        this.dialog = useService("dialog");
    }

    open() {
        this.dialog.add(CustomerCardDialog, {
            title: this.partner.display_name || "",
            partnerId: this.partner.id,
            purpose: this.props.purpose,
        });
    }
}

const viewWidgets = registry.category("view_widgets");
viewWidgets.add("pharma_customer_card", {
    component: CustomerCardPanel,
    extractProps,
    fieldDependencies,
});
viewWidgets.add("pharma_customer_card_button", {
    component: CustomerCardButton,
    extractProps,
    fieldDependencies,
});
