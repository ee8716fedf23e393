// Command transparency speaks for golang.org/x/mod/sumdb, an implementation of Merkle trees, proofs and signed notes that
// shares nothing with this project.
//
//	transparency vectors          writes what domain/src/test/resources/golang-tlog-vectors.txt holds
//	transparency check VKEY FILE  judges a proof that this project wrote, with nothing but the key and the file
//
// How to run it, and what it is for: README.md beside it.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "vectors":
		err = vectors()
	case len(os.Args) == 4 && os.Args[1] == "check":
		err = check(os.Args[2], os.Args[3])
	default:
		err = fmt.Errorf("usage: transparency vectors | transparency check VKEY FILE")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// hashes are the stored hashes of a tree, as tlog numbers them.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, i := range indexes {
		found = append(found, h[i])
	}
	return found, nil
}

// leaf is what stands for the hash of event i, from 0.
func leaf(i int64) []byte {
	hash := sha256.Sum256([]byte("leaf " + strconv.FormatInt(i, 10)))
	return hash[:]
}

func vectors() error {
	const size = 130
	var stored hashes
	for i := int64(0); i < size; i++ {
		added, err := tlog.StoredHashes(i, leaf(i), stored)
		if err != nil {
			return err
		}
		stored = append(stored, added...)
		root, err := tlog.TreeHash(i+1, stored)
		if err != nil {
			return err
		}
		fmt.Println("root", i+1, root)
	}
	for n := int64(1); n <= 130; n += 1 + n/12*5 {
		for i := int64(0); i < n; i += 1 + n/20*3 {
			proof, err := tlog.ProveRecord(n, i, stored)
			if err != nil {
				return err
			}
			fmt.Print("inclusion ", i, " ", n)
			for _, hash := range proof {
				fmt.Print(" ", hash)
			}
			fmt.Println()
		}
	}
	return notes(stored)
}

func notes(stored hashes) error {
	for i, name := range []string{"example.com/orders", "diptych/ledger/é"} {
		seed := make([]byte, ed25519.SeedSize)
		for j := range seed {
			seed[j] = byte(i + j + 1)
		}
		public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
		vkey, err := note.NewEd25519VerifierKey(name, public)
		if err != nil {
			return err
		}
		id := strings.Split(vkey, "+")[1]
		signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + id + "+" +
			base64.StdEncoding.EncodeToString(append([]byte{1}, seed...)))
		if err != nil {
			return err
		}
		size := int64(100 + i)
		root, err := tlog.TreeHash(size, stored)
		if err != nil {
			return err
		}
		text := fmt.Sprintf("%s\n%d\n%s\n", name, size, root)
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			return err
		}
		quoted, err := json.Marshal(string(signed))
		if err != nil {
			return err
		}
		fmt.Println("seed", base64.StdEncoding.EncodeToString(seed))
		fmt.Println("vkey", vkey)
		fmt.Println("note", string(quoted))
	}
	return nil
}

// check judges a c2sp.org/tlog-proof@v1 whose extra data is a line of this project, with the library's verifiers.
func check(vkey, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	top, signed, found := strings.Cut(string(content), "\n\n")
	if !found {
		return fmt.Errorf("no empty line in %s", file)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	said := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(said[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(said[2])
	if err != nil {
		return err
	}
	var index int64
	var event []byte
	var path tlog.RecordProof
	for _, line := range strings.Split(top, "\n")[1:] {
		switch {
		case strings.HasPrefix(line, "extra "):
			event, err = base64.StdEncoding.DecodeString(line[len("extra "):])
		case strings.HasPrefix(line, "index "):
			index, err = strconv.ParseInt(line[len("index "):], 10, 64)
		default:
			var hash tlog.Hash
			hash, err = tlog.ParseHash(line)
			path = append(path, hash)
		}
		if err != nil {
			return err
		}
	}
	hash, err := eventHash(event)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(path, size, root, index, tlog.RecordHash(hash)); err != nil {
		return err
	}
	fmt.Printf("note signed by %s (%08x); leaf %d of %d is in the tree with root %s\n",
		opened.Sigs[0].Name, opened.Sigs[0].Hash, index, size, root)
	return nil
}

// eventHash computes the event hash of a line from its bytes, as docs/format.md says.
func eventHash(line []byte) ([]byte, error) {
	const key = `,"event_hash":"`
	at := strings.Index(string(line), key)
	if at < 0 {
		return nil, fmt.Errorf("the extra data is no line: it has no event_hash")
	}
	hash := sha256.Sum256(append([]byte("diptych.event.v1\n"), line[:at]...))
	return hash[:], nil
}
