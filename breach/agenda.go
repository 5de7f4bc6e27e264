package breach

import (
	"container/heap"
	"iter"
	"time"
)

// Agenda keeps which of many tickets changes next, for hosts that run their own
// timer. The host sets each ticket's [Report.Next], sleeps until [Agenda.Next] and
// evaluates the tickets that are [Agenda.Due]. It then notices every change in
// time without polling.
//
// The zero Agenda is empty and ready to use. It is not safe for concurrent use.
type Agenda struct {
	heap  agendaHeap
	items map[string]*agendaItem
}

type agendaItem struct {
	id    string
	at    time.Time
	index int
}

// Set sets the instant at which the ticket changes next. It replaces the one set
// before. The zero time means never, and removes the ticket. O(log n).
func (a *Agenda) Set(id string, next time.Time) {
	if next.IsZero() {
		a.Remove(id)
		return
	}
	next = next.Round(0)
	if item, ok := a.items[id]; ok {
		item.at = next
		heap.Fix(&a.heap, item.index)
		return
	}
	if a.items == nil {
		a.items = make(map[string]*agendaItem)
	}
	item := &agendaItem{id: id, at: next}
	a.items[id] = item
	heap.Push(&a.heap, item)
}

// Remove removes the ticket. O(log n).
func (a *Agenda) Remove(id string) {
	if item, ok := a.items[id]; ok {
		heap.Remove(&a.heap, item.index)
		delete(a.items, id)
	}
}

// Next returns the ticket that changes next, and when; of tickets that change at
// one instant the one whose id sorts first. It reports false if there is none.
func (a *Agenda) Next() (id string, at time.Time, ok bool) {
	if len(a.heap) == 0 {
		return "", time.Time{}, false
	}
	return a.heap[0].id, a.heap[0].at, true
}

// Due yields, and removes, the tickets that change at or before now, in the
// order of [Agenda.Next]. A ticket that the loop sets again at or before now is
// yielded again.
func (a *Agenda) Due(now time.Time) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			id, at, ok := a.Next()
			if !ok || at.After(now) {
				return
			}
			a.Remove(id)
			if !yield(id) {
				return
			}
		}
	}
}

type agendaHeap []*agendaItem

func (h agendaHeap) Len() int { return len(h) }

func (h agendaHeap) Less(i, j int) bool {
	if c := h[i].at.Compare(h[j].at); c != 0 {
		return c < 0
	}
	return h[i].id < h[j].id
}

func (h agendaHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *agendaHeap) Push(x any) {
	item := x.(*agendaItem)
	item.index = len(*h)
	*h = append(*h, item)
}

func (h *agendaHeap) Pop() any {
	last := len(*h) - 1
	item := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return item
}
