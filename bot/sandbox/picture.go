package sandbox

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// The size of the picture that phones send.
const (
	pictureWidth  = 480
	pictureHeight = 360
	pictureGround = 150 // from here down it is pavement
)

// An oval is a shape in the picture: a bag, a can or a shadow.
type oval struct {
	x, y, w, h float64
	c          color.RGBA
	shine      float64 // how much lighter its upper left is
}

// drawPicture returns the photo that phones send: rubbish bags on a pavement.
func drawPicture() ([]byte, error) {
	m := image.NewRGBA(image.Rect(0, 0, pictureWidth, pictureHeight))
	for y := range pictureHeight {
		for x := range pictureWidth {
			m.SetRGBA(x, y, scenery(x, y))
		}
	}
	dark, blue, red := color.RGBA{38, 42, 48, 255}, color.RGBA{34, 62, 92, 255}, color.RGBA{186, 40, 36, 255}
	shadow := color.RGBA{70, 72, 74, 255}
	for _, o := range []oval{
		{230, 292, 170, 22, shadow, 0},
		{160, 225, 78, 72, dark, 0.5}, {160, 152, 20, 18, dark, 0.4},
		{270, 240, 66, 58, blue, 0.5}, {274, 182, 16, 15, blue, 0.4},
		{348, 270, 26, 14, red, 0.7}, {330, 270, 7, 14, color.RGBA{196, 198, 200, 255}, 0.3},
		{100, 300, 30, 12, color.RGBA{226, 220, 200, 255}, 0.2},
	} {
		o.draw(m)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 82}); err != nil {
		return nil, fmt.Errorf("draw the sample photo: %w", err)
	}
	return b.Bytes(), nil
}

// scenery is what is behind the bags: a wall, a hedge and paving stones.
func scenery(x, y int) color.RGBA {
	grain := float64((x*7919+y*104729)%17) - 8
	switch {
	case y < 96:
		c := 170 - float64(y)*0.25 + grain*0.6
		if y%16 == 0 || (x+(y/16%2)*24)%48 == 0 { // the joints of the bricks
			c -= 26
		}
		return gray(c+18, c-18, c-34)
	case y < pictureGround:
		c := 96 + 22*math.Sin(float64(x)*0.21)*math.Sin(float64(y)*0.37) + grain
		return gray(c*0.55, c, c*0.5)
	}
	depth := float64(y-pictureGround) / (pictureHeight - pictureGround)
	size := 34 + 34*depth
	u, v := (float64(x)-pictureWidth/2)/size, math.Log(1+float64(y-pictureGround))*2.4
	c := 150 + 26*depth + grain
	if math.Abs(u+0.5*math.Mod(math.Floor(v), 2)-math.Round(u+0.5*math.Mod(math.Floor(v), 2))) < 0.03 || v-math.Floor(v) < 0.06 {
		c -= 44
	}
	return gray(c, c-3, c-9)
}

func gray(r, g, b float64) color.RGBA {
	part := func(v float64) uint8 { return uint8(min(max(v, 0), 255)) }
	return color.RGBA{part(r), part(g), part(b), 255}
}

func (o oval) draw(m *image.RGBA) {
	for y := int(o.y - o.h); y <= int(o.y+o.h); y++ {
		for x := int(o.x - o.w); x <= int(o.x+o.w); x++ {
			u, v := (float64(x)-o.x)/o.w, (float64(y)-o.y)/o.h
			if u*u+v*v > 1 || !(image.Point{X: x, Y: y}).In(m.Rect) {
				continue
			}
			light := 1 + o.shine*max(0, 0.8-math.Hypot(u+0.35, v+0.45))*2 - 0.25*max(0, u+v)
			fold := 1 + 0.06*math.Sin(u*9+v*5)*o.shine*2
			f := light * fold
			m.SetRGBA(x, y, gray(float64(o.c.R)*f, float64(o.c.G)*f, float64(o.c.B)*f))
		}
	}
}
