import { registry } from "@web/core/registry";

const answer = (words) => `.modal .o_field_widget[name=line_ids] .o_data_row:contains('${words}')`;

// 000-31: a clerk finds out which signed slip is missing, gets it, scans and files it.
registry.category("web_tour.tours").add("pharma_slip_tour", {
    steps: () => [
        {
            content: "Missing slips stand by age",
            trigger: ".o_group_header:contains('2 to 7 Days')",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Tour Hoa') .o_data_cell[name=slip_number]",
            run: "click",
        },
        {
            content: "The slip itself, with what is told of its lots",
            trigger: ".o_form_view .nav-link[name=pharma_delivery]",
            run: "click",
        },
        { trigger: ".alert-warning:contains('ends soon')" },
        {
            trigger: "button:contains('Slip Returned')",
            run: "click",
        },
        { trigger: answer("Fine") },
        {
            content: "Each scan is answered at once",
            trigger: ".modal .o_field_widget[name=scan] input",
            run: "edit S1999/000001 && press Enter",
        },
        { trigger: answer("Unknown here") },
        { trigger: ".modal .alert-warning:contains('Cannot be taken in')" },
        {
            trigger: ".modal .o_field_widget[name=filed_place] input",
            run: "edit Folder 2026-11",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Taken in: date and customer",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:contains('Tour Hoa')",
        },
    ],
});

// 000-28: without a printing service on the server the browser prints the slips.
registry.category("web_tour.tours").add("pharma_slip_print_tour", {
    steps: () => [
        { trigger: ".o_facet_remove", run: "click" },
        {
            trigger: ".o_data_row:contains('Tour Hoa') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button:has(.fa-print)",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('(in the Browser)')",
            run: "click",
        },
        {
            content: "The pages themselves, with lot and medicine",
            trigger: ":iframe .o_sheet:contains('Tour Capsules')",
            run() {
                document.querySelector("iframe").contentWindow.print = () =>
                    document.body.classList.add("o_tour_printed");
            },
        },
        {
            trigger: ".o_control_panel button[title='Print']",
            run: "click",
        },
        { content: "The browser prints the pages alone", trigger: "body.o_tour_printed" },
    ],
});
