/**
 * The calls on the desk, those that go on first, then what was taken and is not dialled yet.
 *
 * @param {Object} data of the server
 * @param {Object} fresh calls that rang while somebody typed, by id
 */
export function getTabs({ calls, todos }, fresh) {
    return [
        ...calls.map((call) => ({
            key: `call-${call.id}`,
            who: call.partner ? call.partner.name : call.number,
            isOpen: call.is_open,
            isFresh: Boolean(fresh[call.id]),
            icon: call.direction === "inbound" ? "fa-arrow-down" : "fa-arrow-up",
        })),
        ...todos.map((todo) => ({
            key: `todo-${todo.id}`,
            who: todo.partner ? todo.partner.name : todo.number,
            isOpen: false,
            isFresh: false,
            icon: "fa-phone",
        })),
    ];
}
