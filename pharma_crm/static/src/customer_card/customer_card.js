import { Component, markRaw, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { RPCError } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { AnswerSearch } from "./answer_search";

/**
 * Everything about a customer on one screen, in one request (000-10). Used in a dialog, and as a
 * panel by the screens of other modules.
 *
 * `card` is what the server says, if it is known already. `purpose` says what the contact is for;
 * without it the call buttons ask. `close` is called before the card leads away, so that a dialog
 * does not stand in front of what it opened.
 */
export class CustomerCard extends Component {
    static template = "pharma_crm.CustomerCard";
    static components = { AnswerSearch };
    static props = {
        partnerId: Number,
        card: { type: Object, optional: true },
        purpose: { type: String, optional: true },
        close: { type: Function, optional: true },
        isPanel: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ card: null, error: "", openNotes: {} });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((nextProps) => {
            if (nextProps.partnerId !== this.props.partnerId) {
                return this.load(nextProps);
            }
        });
    }

    async load({ partnerId, card }) {
        Object.assign(this.state, { error: "", openNotes: {} });
        try {
            card ||= await this.keepLast.add(
                this.orm.call("res.partner", "get_customer_card", [[partnerId]])
            );
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            // a customer one may not read must not take the form around the card away
            this.state.error = error.data?.message || error.message;
        }
        // as it is: nothing of it changes, and watching each cell takes time
        this.state.card = card ? markRaw(card) : null;
    }

    toneClass(tone) {
        return tone ? `text-${tone}` : "";
    }

    toggleNotes(key) {
        this.state.openNotes[key] = !this.state.openNotes[key];
    }

    /**
     * Calls a method of the customer and goes where it leads.
     *
     * @param {string} method of res.partner, returns an action
     * @param {boolean} stays whether the card remains open, as for a call
     */
    async run(method, stays = false) {
        const context = this.props.purpose ? { pharma_purpose: this.props.purpose } : {};
        const action = await this.orm.call("res.partner", method, [[this.props.partnerId]], {
            context,
        });
        if (!stays) {
            this.props.close?.();
        }
        await this.action.doAction(action);
    }

    async openRow(row) {
        if (!row.res_id) {
            return;
        }
        this.props.close?.();
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.res_model,
            res_id: row.res_id,
            views: [[false, "form"]],
        });
    }

    onRowKeydown(ev, row) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.openRow(row);
        }
    }
}
