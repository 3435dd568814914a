"""From a drawn page to a file that lasts: structure tree, metadata, colours, attachments; PDF/A and PDF/UA-1 at once."""
from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import pairwise
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

from alektum_desk.documents.long_pen import Bookmark, LongPen
from alektum_desk.documents.packing import Packed
from alektum_desk.documents.tagging import Element, Pen

PRODUCER = "reportlab, pikepdf"       # the libraries, never this program: a person's own letter bears no name of ours

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the file: the record as data, the source of a quotation."""

    name: str
    content: bytes | Packed
    mime: str
    description: str
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the file says about itself. The date is the record's: the clock would change the bytes."""

    title: str
    author: str
    created_on: date


def finish(drawn: io.BytesIO, pen: Pen, imprint: Imprint, attachments: tuple[Attachment, ...] = ()) -> bytes:
    moment = datetime.combine(imprint.created_on, time(12), UTC)
    with pikepdf.open(drawn) as pdf:
        pdf.Root.StructTreeRoot = _structure(pdf, pen)
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String(pen.language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.OutputIntents = Array([Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB IEC61966-2.1"), DestOutputProfile=pdf.make_stream(_srgb(), N=3))])
        if isinstance(pen, LongPen) and pen.bookmarks:
            pdf.Root.Outlines = _outlines(pdf, pen.bookmarks)
        if attachments:
            _attach(pdf, attachments, moment)
        _describe(pdf, imprint, moment, pen.language, part=3 if attachments else 2)
        # reportlab mixes the environment into it; qpdf derives a new one from the content.
        if "/ID" in pdf.trailer:
            del pdf.trailer.ID
        saved = io.BytesIO()
        pdf.save(saved, deterministic_id=True, compress_streams=True, linearize=False, fix_metadata_version=False,
                 object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return saved.getvalue()


def _structure(pdf: Pdf, pen: Pen) -> pikepdf.Object:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree = _Tree(pdf, [page.obj for page in pdf.pages])
    root.K = tree.element(pen.document, root)
    numbers = Array()
    for index, page in enumerate(tree.pages):
        page.StructParents = index
        page.Tabs = Name.S
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([tree.marked[index][n] for n in range(len(tree.marked[index]))])))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(tree.pages)
    return root


def _outlines(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> pikepdf.Object:
    """In order; one that is deeper than the one before belongs to it. Only the first level is shown until somebody opens more."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    pages = [page.obj for page in pdf.pages]
    above: list[tuple[int, pikepdf.Object, list[pikepdf.Object]]] = [(-1, root, [])]
    for title, level, page, height in bookmarks:
        while above[-1][0] >= level:
            _close(above.pop())
        made = pdf.make_indirect(Dictionary(Title=String(title), Parent=above[-1][1], Dest=Array([pages[page], Name.XYZ, 0, round(height, 2), None])))
        above[-1][2].append(made)
        above.append((level, made, []))
    while above:
        _close(above.pop())
    return root


def _close(entry: tuple[int, pikepdf.Object, list[pikepdf.Object]]) -> None:
    level, made, kids = entry
    if not kids:
        return
    made.First, made.Last, made.Count = kids[0], kids[-1], len(kids) if level < 1 else -len(kids)
    for one, other in pairwise(kids):
        one.Next, other.Prev = other, one


class _Tree:
    """The elements of one file. What many of them say alike, a tag or the scope of a head, is one object for all: a register has
    fifty thousand.
    """

    def __init__(self, pdf: Pdf, pages: list[pikepdf.Dictionary]) -> None:
        self.pdf, self.pages = pdf, pages
        self.marked: list[dict[int, pikepdf.Object]] = [{} for _ in pages]
        self.tags: dict[str, pikepdf.Object] = {}
        self.attributes: dict[tuple[str | None, int], pikepdf.Object] = {}

    def element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        made = self.pdf.make_indirect(Dictionary(S=self.tag(element.tag), P=parent))
        if element.language:
            made.Lang = String(element.language)
        if element.actual:
            made.ActualText = String(element.actual)
        if element.scope or element.row_span > 1:
            made.A = self.attribute(element.scope, element.row_span)
        kids: list[pikepdf.Object | int] = []
        own_page: int | None = None
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self.element(kid, made))
                continue
            page, number = kid
            self.marked[page][number] = made
            if own_page is None:
                own_page = page
                made.Pg = self.pages[page]
            kids.append(number if page == own_page else Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=number))
        made.K = kids[0] if len(kids) == 1 else Array(kids)
        element.kids.clear()                            # said once: a large register has no room for it twice
        return made

    def tag(self, name: str) -> pikepdf.Object:
        if name not in self.tags:
            self.tags[name] = Name("/" + name)
        return self.tags[name]

    def attribute(self, scope: str | None, row_span: int) -> pikepdf.Object:
        key = scope, row_span
        if key not in self.attributes:
            made = Dictionary(O=Name.Table)
            if scope:
                made.Scope = Name("/" + scope)
            if row_span > 1:
                made.RowSpan = row_span
            self.attributes[key] = self.pdf.make_indirect(made)
        return self.attributes[key]


def _attach(pdf: Pdf, attachments: tuple[Attachment, ...], moment: datetime) -> None:
    files, names = Array(), Array()
    for attachment in sorted(attachments, key=lambda one: one.name):
        said = attachment.content if isinstance(attachment.content, Packed) else Packed([attachment.content])
        stream = pdf.make_stream(said.content, Type=Name.EmbeddedFile, Subtype=Name("/" + attachment.mime), Filter=Name.FlateDecode)
        stream.Params = Dictionary(Size=said.size, ModDate=String(_pdf_date(moment)), CheckSum=String(said.digest))      # MD5: the format defines the field
        entry = pdf.make_indirect(Dictionary(
            Type=Name.Filespec, F=String(attachment.name), UF=String(attachment.name),
            Desc=String(attachment.description), AFRelationship=Name("/" + attachment.relationship),
            EF=Dictionary(F=stream, UF=stream)))
        files.append(entry)
        names.append(String(attachment.name))
        names.append(entry)
    pdf.Root.AF = files
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


def _describe(pdf: Pdf, imprint: Imprint, moment: datetime, language: str, part: int) -> None:
    xmp = XMP.format(title=escape(imprint.title), author=escape(imprint.author), language=escape(language),
                     moment=moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"), producer=PRODUCER, part=part)
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    about = pdf.docinfo
    for key in list(about.keys()):
        del about[key]
    for key, value in (("/Title", imprint.title), ("/Author", imprint.author), ("/Producer", PRODUCER),
                       ("/CreationDate", _pdf_date(moment)), ("/ModDate", _pdf_date(moment))):
        about[key] = String(value)


def _pdf_date(moment: datetime) -> str:
    return moment.strftime("D:%Y%m%d%H%M%S+00'00'")


@lru_cache
def _srgb() -> bytes:
    """The colour profile with its creation date and checksum blanked, so that it is the same everywhere."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d000010001000000000000")
    profile[84:100] = bytes(16)
    return bytes(profile)
