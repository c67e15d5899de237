;;; Loads the recipe and opens a Dockerfile; prints what Flymake and eglot then show.
;;; emacs --batch -Q -l recipe.el -l eglot.el  -*- lexical-binding: t -*-

(require 'eglot)
(require 'flymake)

(defun wait-for (what condition)
  "Let Emacs work until CONDITION holds, 20 s at most."
  (let ((end (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02))))

(defun show-diagnostics (&rest codes)
  "Show the diagnostics as soon as they have CODES."
  (flymake-start)
  (wait-for codes
            (lambda ()
              (and (= (length codes) (length (flymake-diagnostics)))
                   (seq-every-p (lambda (code)
                                  (seq-some (lambda (d) (string-search code (flymake-diagnostic-text d)))
                                            (flymake-diagnostics)))
                                codes))))
  (dolist (d (flymake-diagnostics))
    (princ (format "%d \"%s\" %s\n"
                   (line-number-at-pos (flymake-diagnostic-beg d))
                   (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d))
                   (car (split-string (flymake-diagnostic-text d) ":"))))))

(setq eglot-confirm-server-edits nil)
(find-file "Dockerfile")
;; There is no grammar for tree-sitter here, and the mode warns of that.
(let ((inhibit-message t) (warning-minimum-log-level :error))
  (dockerfile-ts-mode))
;; eglot-ensure waits for the end of a command, and there are none in a batch.
(run-hooks 'post-command-hook)
(wait-for "a server" #'eglot-managed-p)
(show-diagnostics "ALP214" "ALP219")

(search-forward "vips")
(let ((actions (eglot-code-actions (match-beginning 0) (match-end 0) "quickfix")))
  (dolist (action actions)
    (princ (format "action: %s\n" (plist-get action :title))))
  (let ((inhibit-message t))
    (eglot-execute (eglot-current-server) (car actions))))
(princ (format "%s\n" (buffer-substring-no-properties (pos-bol) (pos-eol))))
;; eglot tells of changes when nobody types, which in a batch never comes; it
;; also does so before a save.
(save-buffer)
(show-diagnostics "ALP214" "ALP205")
