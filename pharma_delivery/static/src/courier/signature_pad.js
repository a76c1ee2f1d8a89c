import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

const WIDTH = 640;
const HEIGHT = 320;

/** Signing with the finger. Core's own pad asks the server for fonts, so it needs the network. */
export class CourierSignature extends Component {
    static template = "pharma_delivery.CourierSignature";
    static props = { label: String, onChange: Function, name: String };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ isEmpty: true });
        this.last = null;
        onMounted(() => this._blank());
        onWillUnmount(() => (this.last = null));
    }

    _blank() {
        const context = this.canvas.el.getContext("2d");
        context.fillStyle = "#ffffff"; // paper, in the dark theme as well
        context.fillRect(0, 0, WIDTH, HEIGHT);
        context.strokeStyle = "#14286e";
        context.fillStyle = "#14286e";
        context.lineWidth = 5;
        context.lineCap = context.lineJoin = "round";
    }

    _point(ev) {
        const box = this.canvas.el.getBoundingClientRect();
        return [
            ((ev.clientX - box.left) * WIDTH) / box.width,
            ((ev.clientY - box.top) * HEIGHT) / box.height,
        ];
    }

    onDown(ev) {
        ev.preventDefault();
        this.last = this._point(ev);
        try {
            this.canvas.el.setPointerCapture(ev.pointerId);
        } catch {
            // the pointer is gone already
        }
    }

    onMove(ev) {
        if (!this.last) {
            return;
        }
        const point = this._point(ev);
        const context = this.canvas.el.getContext("2d");
        context.beginPath();
        context.moveTo(...this.last);
        context.lineTo(...point);
        context.stroke();
        this.last = point;
        this.state.isEmpty = false;
    }

    onUp() {
        if (this.last && !this.state.isEmpty) {
            this.props.onChange(this.canvas.el.toDataURL("image/png").split(",")[1]);
        }
        this.last = null;
    }

    clear() {
        this._blank();
        this.state.isEmpty = true;
        this.props.onChange("");
    }
}
