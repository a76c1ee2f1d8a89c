import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/**
 * Says above the list of tickets that nobody is reminded because the job that does it has stopped
 * (003-17). It is asked of the server with each list, and never keeps the list from opening.
 */
export class EscalationBanner extends Component {
    static template = "pharma_callcenter.EscalationBanner";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ warning: "" });
        onWillStart(() => {
            this.load();
        });
    }

    async load() {
        try {
            this.state.warning = await this.orm.silent.call(
                "pharma.complaint",
                "get_escalation_job_warning",
                []
            );
        } catch {
            // the list itself says what is wrong with the connection
            this.state.warning = "";
        }
    }
}

export class ComplaintListController extends ListController {
    static template = "pharma_callcenter.ComplaintListView";
    static components = { ...ListController.components, EscalationBanner };
}

export class ComplaintKanbanController extends KanbanController {
    static template = "pharma_callcenter.ComplaintKanbanView";
    static components = { ...KanbanController.components, EscalationBanner };
}

registry.category("views").add("pharma_complaint_list", {
    ...listView,
    Controller: ComplaintListController,
});
registry.category("views").add("pharma_complaint_kanban", {
    ...kanbanView,
    Controller: ComplaintKanbanController,
});
