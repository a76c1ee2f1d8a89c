import { Component, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const DELAY = 250;

/** Finds approved answers while the customer is on the telephone (001-11). */
export class AnswerSearch extends Component {
    static template = "pharma_crm.AnswerSearch";
    static props = { autofocus: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ text: "", answers: [], isSearched: false, openId: false });
        if (this.props.autofocus) {
            useAutofocus({ refName: "input" });
        }
        this.search = useDebounced(() => this.load(), DELAY);
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.text) {
            // the first Escape empties the box, the next closes the card
            ev.stopPropagation();
            ev.preventDefault();
            this.state.text = "";
            this.load();
        } else if (ev.key === "Enter") {
            // within a form, Enter is not for the form
            ev.stopPropagation();
            ev.preventDefault();
            this.load();
        }
    }

    async load() {
        const text = this.state.text.trim();
        if (!text) {
            Object.assign(this.state, { answers: [], isSearched: false, openId: false });
            return;
        }
        const answers = await this.keepLast.add(
            this.orm.silent.call("pharma.approved.answer", "search_answers", [text])
        );
        Object.assign(this.state, {
            answers,
            isSearched: true,
            openId: answers.length ? answers[0].id : false,
        });
    }

    toggle(answer) {
        this.state.openId = this.state.openId === answer.id ? false : answer.id;
    }

    isAddress(link) {
        return /^https?:\/\//.test(link);
    }
}
