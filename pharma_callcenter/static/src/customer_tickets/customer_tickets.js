import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * The customer's other tickets beside the one that is being typed. A link opens in a new tab: what
 * was typed stays.
 */
export class CustomerTickets extends Component {
    static template = "pharma_callcenter.CustomerTickets";
    static props = {...standardFieldProps};

    get tickets() {
        return this.props.record.data[this.props.name] || [];
    }

    title(ticket) {
        return ticket.is_open ? _t("Open") : _t("Closed");
    }

    url(ticket) {
        return `/odoo/pharma.complaint/${ticket.id}`;
    }
}

export const customerTickets = {
    component: CustomerTickets,
    displayName: _t("Tickets of the Customer"),
    supportedTypes: ["json"],
};

registry.category("fields").add("pharma_customer_tickets", customerTickets);
