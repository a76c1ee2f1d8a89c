import { registry } from "@web/core/registry";

const row = (place) => `.o_pharma_score_row:nth-child(${place})`;

// 000-42, 001-11: a supervisor plays the call, judges it by keys, coaches and ends the check.
registry.category("web_tour.tours").add("pharma_call_check_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row .o_data_cell[name=date_call]",
            run: "click",
        },
        {
            content: "It plays",
            trigger: ".o_pharma_recording audio",
            async run() {
                this.anchor.muted = true;
                await this.anchor.play();
            },
        },
        {
            trigger: ".o_pharma_recording.o_pharma_playing",
        },
        {
            trigger: row(1),
            run() {
                this.anchor.focus();
            },
        },
        {
            trigger: `${row(1)}:focus`,
            run: "press 4",
        },
        {
            content: "The next one has the focus",
            trigger: `${row(2)}:focus`,
            run: "press 3",
        },
        {
            trigger: `${row(3)}:focus`,
            run: "press 5",
        },
        {
            trigger: `${row(3)} button[data-grade='5'].active`,
        },
        {
            trigger: ".o_field_widget[name=coaching_note] textarea",
            run: "edit Sum up at the end",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
        {
            trigger: ".o_field_widget[name=total_percent]:contains('84.0')",
        },
    ],
});

// 000-42: the employee reads it, without the recording, and says so.
registry.category("web_tour.tours").add("pharma_call_check_read_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row .o_data_cell[name=date_call]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=coaching_note]:contains('Sum up at the end')",
        },
        {
            trigger: ".o_field_widget[name=agent_comment] textarea",
            run: "edit I will",
        },
        {
            trigger: "button[name=action_acknowledge]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_acknowledged]",
        },
    ],
});
