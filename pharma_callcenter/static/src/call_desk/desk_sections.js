import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { RPCError } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

/** What modules show of a call beside the customer's card: care, deliveries (003-08). */
export class DeskSections extends Component {
    static template = "pharma_callcenter.DeskSections";
    static props = {
        callId: Number,
        partnerId: { type: [Number, Boolean] },
        /** called with a public method of pharma.call that leads away */
        onRun: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ sections: [] });
        onWillStart(() => {
            this.load(this.props); // the desk need not wait for it
        });
        onWillUpdateProps((next) => {
            if (next.callId !== this.props.callId || next.partnerId !== this.props.partnerId) {
                this.state.sections = [];
                this.load(next);
            }
        });
    }

    async load({ callId }) {
        try {
            this.state.sections = await this.keepLast.add(
                this.orm.silent.call("pharma.call", "get_desk_sections", [[callId]])
            );
        } catch (error) {
            if (!(error instanceof RPCError)) {
                return; // no connection: the desk says so
            }
            this.state.sections = []; // a call one may not read yet, as it rings
        }
    }

    open(row) {
        if (row.res_id) {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: row.res_model,
                res_id: row.res_id,
                views: [[false, "form"]],
            });
        }
    }
}
