using System.Text;
using Ucam.Studies.Comparison;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Tests.Basics;

public sealed class FileKindTests
{
    private const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0f\nsize 9\n";

    public static TheoryData<byte[], string> Kinds => new()
    {
        { Encoding.UTF8.GetBytes(Pointer), "a Git LFS pointer" },
        { "\uFEFF\r\n<!DOCTYPE HTML><html>"u8.ToArray(), "a web page" },
        { "<html lang='en'>"u8.ToArray(), "a web page" },
        { [0x1F, 0x8B, 8, 0], "packed with gzip" },
        { [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("[{}]")], "text in UTF-16" },
        { [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("[{}]")], "text in UTF-16" },
        { Encoding.Unicode.GetBytes("{\"questions\": []}"), "text in UTF-16" },
        { Encoding.BigEndianUnicode.GetBytes("image,question"), "text in UTF-16" },
        { [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("[]")], "text in UTF-32" },
        { "PK\u0003\u0004"u8.ToArray(), "a ZIP archive" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_is_named_by_its_first_bytes(byte[] bytes, string name) => FileKind.Of(bytes)!.Name.Should().StartWith(name);

    [Theory]
    [InlineData("[{\"question_id\": 1}]")]
    [InlineData("\uFEFFimage,question,answer")]
    [InlineData("type: scenes\n")]
    [InlineData("")]
    public void Plain_text_is_nothing_else(string text) => FileKind.Of(Encoding.UTF8.GetBytes(text)).Should().BeNull();

    [Fact]
    public void A_pointer_or_page_or_packed_file_or_UTF16_is_named_by_every_reader_of_text_and_pictures()
    {
        using var folder = new TemporaryFolder();
        (byte[] Bytes, string Name, string Advice)[] kinds =
        [
            (Encoding.UTF8.GetBytes(Pointer), "a Git LFS pointer", "git lfs pull"),
            ("<!doctype html>"u8.ToArray(), "a web page", "download the file again"),
            ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "packed with gzip", "gunzip"),
            (Encoding.Unicode.GetBytes("{\"questions\": []}"), "text in UTF-16", "UTF-8"),
        ];
        foreach ((byte[] bytes, string name, string advice) in kinds)
        {
            string file = Path.Combine(folder.Path, "file");
            File.WriteAllBytes(file, bytes);
            Action[] readers =
            [
                () => JsonShape.Of(file), () =>
                    _ = CsvRows.Read(file).ToList(), () => YamlFile.Load<object>(file), () => Picture.Load(file),
                () => ReferenceVocabulary.Read(file), () => new CompareRowsReader(file).Read(), () => new CellCurvesReader(file).Read(),
            ];
            foreach (Action read in readers)
                read.Should().Throw<UcamException>().WithMessage($"*{name}*{advice}*").Which.Message.Should().NotContain("\n");
        }
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_by_every_reader_of_text()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "\uFEFF{\"question\": {\"what\": 1}, \"answer\": {\"yes\": 0}}");
        JsonShape.Of(file).Has("question").Should().BeTrue();
        ReferenceVocabulary.Read(file).Words.Should().Equal("what");
        File.WriteAllText(file, "\uFEFFimage,question\na.png,what");
        CsvRows.Read(file).First().Fields.Should().Equal("image", "question");
        File.WriteAllText(file, "\uFEFFtype: x\n");
        YamlFile.Peek(file, "type").Should().Be("x");
        YamlFile.Load<Dictionary<string, string>>(file).Should().ContainKey("type");
    }
}
