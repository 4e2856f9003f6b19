using System.Text;
using CsCheck;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Tests.Datasets.Formats;

/// <summary>What every format must do, on its small set.</summary>
public sealed class FormatContractTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => SmallSets.Formats;

    // Text has no end mark; what of a cut can be noticed is in CsvRowsTests and DaquarFormatTests.
    public static TheoryData<string> JsonFormats => [.. DataFormats.Names.Select(f => f.Name).Where(f => !SmallSets.OfText.Contains(f))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_whole_set_is_read_whole(string format)
    {
        FileSet set = DataFormats.Open(format, SmallSets.Make(format, _folder), out DataReport report);
        report.Issues.Where(i => i.IsBlocking || i.Kind == DataIssueKind.UnknownId).Should().BeEmpty();
        (report.IsWhole, report.Usable).Should().Be((true, set.Items.Count));
        set.Items.Select(i => i.QuestionId).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(0);
        set.Items.Should().OnlyContain(i => i.Answers.Count > 0 && i.Picture < set.PictureCount);
        for (int p = 0; p < set.PictureCount; p++) set.LoadPicture(p).Height.Should().BeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Whatever_stands_for_a_value_is_told_in_plain_words(string format)
    {
        string[] paths = SmallSets.Make(format, _folder);
        string[] texts = [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".json" or ".csv" or ".tsv")];
        foreach (string file in texts)
        {
            string whole = File.ReadAllText(file);
            foreach (string text in PlainWords.ReplacedInJson(whole))
            {
                File.WriteAllText(file, text);
                try
                {
                    DataFormats.Open(format, paths, out DataReport report);
                    foreach (DataIssue issue in report.Issues) issue.Message.ShouldBePlain(text);
                }
                catch (UcamException e)
                {
                    e.Message.ShouldBePlain(text);
                    e.Message.Should().NotContain("\n");
                }
            }
            File.WriteAllText(file, whole);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_imported_is_read_back_the_same(string format)
    {
        FileSet set = DataFormats.Open(format, SmallSets.Make(format, _folder), out _);
        VqaExporter.Export(set, _folder["out"], "all", new VqaExportOptions { ImagePrefix = format + "_", AllowUnlabelled = true },
            cancel: TestContext.Current.CancellationToken);
        VqaDirectorySet read =
            VqaDirectorySet.Open(_folder["out/all_questions.json"], _folder["out/all_annotations.json"], _folder["out/images/all"]);
        read.Items.Should().BeEquivalentTo(set.Items, o => o.WithStrictOrdering());
        for (int i = 0; i < set.Items.Count; i++)
        {
            float[,]? expected = set.Region(i, 8, 8), actual = read.Region(i, 8, 8);
            (actual is null).Should().Be(expected is null);
            if (expected is not null) actual!.Cast<float>().Zip(expected.Cast<float>(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(0.01f);
            read.PeopleMaps(i, 4, 4).Should().HaveCount(set.PeopleMaps(i, 4, 4).Count);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Without_its_pictures_a_set_can_be_checked_but_not_shown(string format)
    {
        string[] paths = [.. SmallSets.Make(format, _folder).Where(p => File.Exists(p) || p.EndsWith("vqahat_val", StringComparison.Ordinal))];
        FileSet set = DataFormats.Open(format, paths, out DataReport report);
        report.IsWhole.Should().BeTrue();
        set.PictureCount.Should().BeGreaterThan(0);
        var load = () => set.LoadPicture(0);
        load.Should().Throw<UcamException>().WithMessage("*without its pictures*");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_missing_picture_is_listed_and_its_questions_left_out(string format)
    {
        string[] paths = SmallSets.Make(format, _folder);
        FileSet whole = DataFormats.Open(format, paths, out _);
        File.Delete(whole.PictureFile(0)!);
        FileSet set = DataFormats.Open(format, paths, out DataReport report);
        int about = whole.Items.Count(i => i.Picture == 0);
        report.Counts.Should().Contain((DataIssueKind.MissingPicture, about));
        set.Items.Should().HaveCount(whole.Items.Count - about);
        var require = report.Require;
        require.Should().Throw<UcamException>().Which.Field.Should().NotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(JsonFormats))]
    public void A_file_cut_short_anywhere_is_refused_with_its_name(string format)
    {
        string[] paths = SmallSets.Make(format, _folder);
        foreach (string path in paths.Where(File.Exists))
        {
            byte[] whole = Encoding.UTF8.GetBytes(File.ReadAllText(path).TrimEnd());
            for (int percent = 0; percent < 100; percent++)
            {
                int length = whole.Length * percent / 100;
                // A file of lines that ends with a line is whole; what it lacks shows in pictures that nothing is about.
                if (format == "nlvr" && length > 0 && whole[length - 1] is (byte)'}' or (byte)'\n' && whole[length] is (byte)'\n' or (byte)'{')
                    continue;
                File.WriteAllBytes(path, whole[..length]);
                var open = () => DataFormats.Open(format, paths, out _);
                UcamException problem = open.Should().Throw<UcamException>("{0} ends at {1} %", Path.GetFileName(path), percent).Which;
                problem.Message.Should().Contain(Path.GetFileName(path)).And.NotContain("\n");
            }
            File.WriteAllBytes(path, whole);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damage_of_any_kind_is_an_error_or_an_issue_and_never_a_crash(string format)
    {
        string[] paths = SmallSets.Make(format, _folder);
        string[] files = [.. paths.Where(File.Exists)];
        byte[][] whole = [.. files.Select(File.ReadAllBytes)];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Double[0, 0.999], Gen.Byte, Gen.Int[0, 3]).Sample((f, at, value, change) =>
        {
            byte[] bytes = whole[f];
            int i = (int)(at * bytes.Length);
            byte[] damaged = change switch
            {
                0 => [.. bytes[..i], value, .. bytes[(i + 1)..]],
                1 => [.. bytes[..i], .. bytes[(i + 1)..]],
                2 => [.. bytes[..i], value, .. bytes[i..]],
                _ => [.. bytes[..i], .. "null"u8, .. bytes[Math.Min(bytes.Length, i + 5)..]],
            };
            File.WriteAllBytes(files[f], damaged);
            try
            {
                FileSet set = DataFormats.Open(format, paths, out _);
                for (int item = 0; item < set.Items.Count; item++) set.Region(item, 4, 4);
            }
            catch (UcamException e)
            {
                e.Message.Should().NotContain("\n");
            }
            finally
            {
                File.WriteAllBytes(files[f], bytes);
            }
        }, iter: Damage.Count(150), threads: 1);
    }

    [Theory]
    [MemberData(nameof(JsonFormats))]
    public void A_file_of_another_kind_is_refused_with_what_is_needed(string format)
    {
        string other = _folder.Write("other.json", """{"colours":[{"name":"red"}]}""");
        var open = () => DataFormats.Open(format, [other], out _);
        open.Should().Throw<UcamException>().Which.Message.Should().Contain("other.json").And.Contain("needs");
    }

    [Fact]
    public void A_format_that_is_not_there_is_refused_with_those_that_are()
    {
        var open = () => DataFormats.Open("voc", [_folder.Path], out _);
        open.Should().Throw<UcamException>().WithMessage("*'voc'*vqa*slake*");
    }
}
