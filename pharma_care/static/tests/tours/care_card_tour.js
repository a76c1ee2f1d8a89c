import { registry } from "@web/core/registry";
import { fillEntry } from "./care_worklist_tours";

const row = ".o_list_view .o_data_row:contains('Metformin Tour')";
const question = (text) => `.o_pharma_script_question:contains('${text}')`;

// 000-10, 001-11, 004-08: the card before the contact, an approved answer while talking, and a
// required question when the care is saved.
registry.category("web_tour.tours").add("pharma_care_card_tour", {
    steps: () => [
        {
            content: "The card opens from the worklist",
            trigger: `${row} button[name=action_pharma_open_card]`,
            run: "click",
        },
        {
            content: "It names the medicine whose supply is over",
            trigger: ".modal .o_pharma_card_section[data-section=supply]:contains('Metformin Tour')",
        },
        {
            content: "What was typed without accents finds the answer with them",
            trigger: ".modal input[name=answer_search]:focus",
            run: "edit dau dau tour",
        },
        {
            trigger: ".modal .o_pharma_answers:contains('Đau đầu (Tour)'):contains('Uống đủ nước')",
        },
        {
            content: "The first Escape empties the box, the second closes the card",
            trigger: ".modal input[name=answer_search]",
            run: "press Escape",
        },
        {
            trigger: ".modal .o_pharma_card:not(:has(.o_pharma_answers))",
            run: "press Escape",
        },
        {
            content: "The care of the same customer",
            trigger: `body:not(:has(.modal)) ${row} .o_data_cell[name=medicine_names]`,
            run: "click",
        },
        ...fillEntry("Tour Lan"),
        {
            content: "The card is at hand without saving the care",
            trigger: ".o_form_view button[name=customer_card]",
            run: "click",
        },
        {
            trigger: ".modal .o_pharma_card",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "The script for the medicine's group stands there, and obliges to nothing yet",
            trigger:
                "body:not(:has(.modal)) .o_pharma_script:contains('Tour Script'):not(:has(.badge)) button[name=toggle]",
            run: "click",
        },
        {
            content: "With the first answer the script is chosen",
            trigger: `${question("Does it help?")} button:contains('A little')`,
            run: "click",
        },
        {
            trigger: ".o_pharma_script .badge:contains('1 required')",
        },
        {
            trigger: "button[name=action_save_back]",
            run: "click",
        },
        {
            content: "The open question is named",
            trigger: ".modal:contains('Any side effect?') .modal-footer button",
            run: "click",
        },
        {
            trigger: `body:not(:has(.modal)) ${question("Any side effect?")} button:contains('Yes')`,
            run: "click",
        },
        {
            content: "The advice that belongs to the answer",
            trigger: `${question("Any side effect?")}:contains('See a doctor')`,
        },
        {
            trigger: "button[name=action_save_back]",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains('Tour Lan'))) .o_data_row:contains('Tour Nam')",
        },
    ],
});
