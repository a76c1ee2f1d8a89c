import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const GRADES = [1, 2, 3, 4, 5];

/**
 * The criteria of a check, judged by keys: 1 to 5 judges and goes on to the next, 0 takes it back,
 * "n" says not applicable, arrows move (000-42).
 */
export class CallScores extends Component {
    static template = "pharma_callcenter.CallScores";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
        this.grades = GRADES;
        // a change of a line draws the table anew
        useRecordObserver(() => {});
    }

    get lines() {
        return this.props.record.data[this.props.name].records;
    }

    getArea(line) {
        const names = new Map(line.fields.area.selection);
        return names.get(line.data.area);
    }

    async grade(line, score) {
        if (!this.props.readonly) {
            const isAgain = line.data.score === score;
            await line.update({ score: isAgain ? 0 : score, is_na: false });
        }
    }

    async toggleNotApplicable(line) {
        if (!this.props.readonly) {
            await line.update({ is_na: !line.data.is_na, score: 0 });
        }
    }

    async onNote(line, ev) {
        await line.update({ note: ev.target.value.trim() || false });
    }

    focus(index) {
        const rows = this.root.el.querySelectorAll(".o_pharma_score_row");
        rows[Math.min(Math.max(index, 0), rows.length - 1)]?.focus();
    }

    async onKeydown(line, index, ev) {
        if (ev.target.tagName === "INPUT" || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const digit = Number(ev.key);
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            this.focus(index + (ev.key === "ArrowDown" ? 1 : -1));
        } else if (this.props.readonly) {
            return;
        } else if (GRADES.includes(digit)) {
            ev.preventDefault();
            await line.update({ score: digit, is_na: false });
            this.focus(index + 1);
        } else if (ev.key === "0") {
            ev.preventDefault();
            await line.update({ score: 0, is_na: false });
        } else if (ev.key.toLowerCase() === "n") {
            ev.preventDefault();
            await line.update({ is_na: true, score: 0 });
            this.focus(index + 1);
        }
    }
}

export const callScores = {
    component: CallScores,
    supportedTypes: ["one2many"],
    useSubView: true,
    extractProps: () => ({}),
};

registry.category("fields").add("pharma_call_scores", callScores);
