import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ContactScript } from "@pharma_crm/contact_script/contact_script";

/** The scripts that fit the case, with their questions, while a care is recorded (004-08). */
export class PharmaCareScript extends Component {
    static template = "pharma_care.CareScript";
    static components = { ContactScript };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ scripts: [] });
        onWillStart(() => {
            this.load(this.caseId); // the form need not wait for it
        });
        onWillUpdateProps((nextProps) => {
            const caseId = nextProps.record.data.case_id?.id;
            if (caseId !== this.loadedId) {
                this.load(caseId);
            }
        });
    }

    get caseId() {
        return this.props.record.data.case_id?.id;
    }

    get scriptId() {
        return this.props.record.data.script_id?.id || false;
    }

    get isFree() {
        return Boolean(this.props.record.data.is_attempt_shown);
    }

    get values() {
        return this.props.record.data.script_values || {};
    }

    async load(caseId) {
        this.loadedId = caseId;
        this.state.scripts = [];
        if (caseId) {
            const scripts = await this.orm.silent.call("pharma.care.case", "get_contact_scripts", [
                [caseId],
            ]);
            if (caseId === this.loadedId) {
                this.state.scripts = scripts;
            }
        }
    }

    onChange(scriptId, values) {
        const script = this.state.scripts.find((each) => each.id === scriptId);
        return this.props.record.update({
            script_id: script ? { id: script.id, display_name: script.name } : false,
            script_values: values,
        });
    }
}

registry.category("view_widgets").add("pharma_care_script", {
    component: PharmaCareScript,
    fieldDependencies: [
        { name: "case_id", type: "many2one" },
        { name: "is_attempt_shown", type: "boolean" },
    ],
});
