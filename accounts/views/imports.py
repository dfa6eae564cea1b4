"""Import of units and people: a sheet is read, looked at row by row, and then taken over whole."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from accounts import actions
from accounts.actions.imports import Handout, preview
from accounts.forms import SheetForm
from accounts.importing import NotRecognised, Verdict
from accounts.models import SheetImport
from accounts.rules import Refused, may_manage_people
from accounts.sheets import BadSheet, read_rows
from accounts.views.door import PersonRequest, only, sentence
from accounts.views.labels import COLUMNS, VERDICTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {Verdict.NEW: "good", Verdict.CHANGED: "info", Verdict.UNCHANGED: "neutral", Verdict.REFUSED: "bad"}
administrators_only = only(may_manage_people)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def sheet_import(request: PersonRequest) -> HttpResponse:
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_rows(file.read(), file.name)
            sheet = actions.keep_sheet(rows=rows, file_name=file.name, actor=request.user, now=timezone.now())
        except (BadSheet, NotRecognised) as refusal:
            form.add_error("file", sentence(refusal))
        else:
            return redirect("accounts:import_preview", sheet.pk)
    return render(request, "accounts/import.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@administrators_only
def import_preview(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk, entered_by=request.user)
    if sheet.confirmed_at is not None:
        return render(request, "accounts/import_done.html", {"sheet": sheet, "count": len(sheet.people)})
    shown = preview(sheet)
    rows = [
        {
            "number": row.number,
            "verdict": VERDICTS[row.verdict],
            "tone": TONES[row.verdict],
            "cells": [row.cells[column] for column in shown.table.columns],
            "remarks": [sentence(remark) for remark in row.remarks],
        }
        for row in shown.judged
    ]
    counts = [(VERDICTS[verdict], TONES[verdict], shown.count(verdict)) for verdict in Verdict]
    context = {
        "sheet": sheet,
        "columns": [COLUMNS[column] for column in shown.table.columns],
        "rows": rows,
        "counts": counts,
        "refused": shown.count(Verdict.REFUSED),
        "changes": shown.count(Verdict.NEW) + shown.count(Verdict.CHANGED),
        "fingerprint": shown.fingerprint,
    }
    return render(request, "accounts/import_preview.html", context)


@require_POST
@administrators_only
def import_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk, entered_by=request.user)
    try:
        actions.confirm_sheet(sheet=sheet, fingerprint=request.POST.get("fingerprint", ""), actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Imported."))
    return redirect("accounts:import_preview", pk)


@require_POST
@administrators_only
def import_passwords(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk, entered_by=request.user, confirmed_at__isnull=False)
    try:
        handouts = actions.give_first_passwords(sheet=sheet, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return redirect("accounts:import_preview", pk)
    name = f"{_('first passwords')} {timezone.localdate():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(_password_sheet(handouts), content_type=XLSX, headers=headers)


def _password_sheet(handouts: list[Handout]) -> bytes:
    """A sheet with one row per person; every cell is typed as text, so that no name becomes a formula."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("first passwords"))
    page.append([_("Full name"), _("User name"), _("First password")])
    for handout in handouts:
        page.append([_text_cell(page, value) for value in handout])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(page: Any, value: str) -> Cell:
    cell: Cell = WriteOnlyCell(page, value)
    cell.data_type = "s"
    return cell
