package analysis

import "testing"

func TestFactIsWorkedOutOnce(t *testing.T) {
	var f fact[int]
	times := 0
	for range 3 {
		if got := f.of(func() int { times++; return 7 }); got != 7 {
			t.Errorf("the fact is %d, want 7", got)
		}
	}
	if times != 1 {
		t.Errorf("worked out %d times", times)
	}
}

func TestFactThatFailsFailsForAll(t *testing.T) {
	var f fact[int]
	for i := range 2 {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("question %d was answered", i)
				}
			}()
			f.of(func() int { panic("no") })
		}()
	}
}
