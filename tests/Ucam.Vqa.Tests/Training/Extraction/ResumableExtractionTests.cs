using Ucam.Imaging;
using Ucam.Vqa.Features;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training.Extraction;

/// <summary>Extraction of features from any pictures: order, bad pictures, interruption.</summary>
public sealed class ResumableExtractionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Pictures(int count, params int[] bad)
    {
        string folder = _folder["pictures"];
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(folder, $"a_{10 + i:d6}.png");
            new Picture(8, 8, [.. Enumerable.Repeat((byte)(20 * i), 192)]).SavePng(path);
            if (bad.Contains(i)) File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        }
        return folder;
    }

    private ExtractionResult Run(PictureSource source, bool resume = false, bool skip = false, Action<int>? seen = null,
        CancellationTokenSource? stop = null) =>
        ResumableExtraction.Run(new Means { Seen = seen }, source, _folder["f"], new ExtractionOptions { Resume = resume, SkipBad = skip }, null,
            stop?.Token ?? TestContext.Current.CancellationToken);

    private (long[] Ids, double[] Values) Result()
    {
        using var scope = NewDisposeScope();
        using FeatureFile file = FeatureFile.Open(_folder["f"]);
        return (file.Ids.ToArray(), file.Read([.. Enumerable.Range(0, file.Count)]).select(1, 0).select(1, 0).Numbers());
    }

    [Fact]
    public void Pictures_of_a_folder_come_by_name_with_the_numbers_their_names_end_in()
    {
        Run(PictureSource.FromPath(Pictures(5))).Written.Should().Be(5);
        (long[] ids, double[] values) = Result();
        ids.Should().Equal(10, 11, 12, 13, 14);
        values.Should().Equal(0, 20, 40, 60, 80);
        Directory.GetFiles(_folder.Path).Should().Equal(_folder["f"]);
    }

    [Fact]
    public void A_list_names_files_and_ids()
    {
        Pictures(3);
        string list = _folder.Write("list.json",
            "[{\"file\": \"pictures/a_000012.png\", \"id\": 7}, {\"id\": 3, \"file\": \"pictures/a_000010.png\", \"more\": [1]}]");
        Run(PictureSource.FromPath(list));
        Result().Should().BeEquivalentTo((new long[] { 7, 3 }, new double[] { 40, 0 }), options => options.WithStrictOrdering());
        PictureSource.FromPath(_folder.Write("names.json", "[\"pictures/a_000011.png\"]")).Ids.Should().Equal(11);
        PictureSource.FromPath(_folder.Write("same.json", "[\"x/1.png\", \"y/1.png\"]")).Ids.Should().Equal(0, 1);
    }

    [Theory]
    [InlineData("[]", "no pictures")]
    [InlineData("[1]", "[0]")]
    [InlineData("[{\"id\": 1}]", "[0].file")]
    [InlineData("[{\"file\": \"a\", \"id\": 1}, {\"file\": \"b\", \"id\": 1}]", "id 1 stands twice")]
    [InlineData("[{\"file\": \"a\", \"id\": 1}, \"b\"]", "all or none")]
    [InlineData("[\"a\"", "line 1")]
    public void A_malformed_list_is_refused(string json, string mention)
    {
        string path = _folder.Write("list.json", json);
        Action open = () => PictureSource.FromPath(path);
        open.Should().Throw<UcamException>().Which.Message.Should().ContainAll(path, mention);
    }

    [Fact]
    public void Bad_pictures_stop_the_run_or_are_left_out_and_listed()
    {
        PictureSource source = PictureSource.FromPath(Pictures(5, bad: [0, 3]));
        Action strict = () => Run(source);
        strict.Should().Throw<PictureException>().WithMessage("*a_000010.png*");
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
        ExtractionResult result = Run(source, skip: true);
        result.Written.Should().Be(3);
        result.Skipped.Select(s => (s.Index, s.Id)).Should().Equal((0, 10L), (3, 13L));
        result.Skipped.Should().AllSatisfy(s => s.Why.Should().Contain("a_0000"));
        Result().Should().BeEquivalentTo((new long[] { 11, 12, 14 }, new double[] { 20, 40, 80 }), options => options.WithStrictOrdering());
    }

    [Fact]
    public void An_interrupted_run_goes_on_and_makes_the_same_file()
    {
        PictureSource source = PictureSource.FromPath(Pictures(9, bad: [1]));
        Run(source, skip: true);
        byte[] whole = File.ReadAllBytes(_folder["f"]);
        File.Delete(_folder["f"]);
        using var stop = new CancellationTokenSource();
        Action interrupted = () => Run(source, skip: true, seen: n => { if (n >= 3) stop.Cancel(); }, stop: stop);
        interrupted.Should().Throw<OperationCanceledException>();
        File.Exists(_folder["f"]).Should().BeFalse();
        int again = 0;
        ExtractionResult result = Run(source, resume: true, skip: true, seen: n => again = n);
        result.Resumed.Should().BePositive();
        again.Should().Be(9 - result.Resumed, "the bad picture was before");
        result.Skipped.Should().ContainSingle();
        File.ReadAllBytes(_folder["f"]).Should().Equal(whole);
        Directory.GetFiles(_folder.Path).Should().Equal(_folder["f"]);
    }

    [Fact]
    public void Another_extraction_cannot_go_on()
    {
        using var stop = new CancellationTokenSource();
        Action interrupted = () => Run(PictureSource.FromPath(Pictures(6)), seen: n => { if (n >= 3) stop.Cancel(); }, stop: stop);
        interrupted.Should().Throw<OperationCanceledException>();
        Action other = () => Run(PictureSource.FromPath(Pictures(7)), resume: true);
        other.Should().Throw<UcamException>().WithMessage("*another extraction*");
        Run(PictureSource.FromPath(Pictures(7))).Written.Should().Be(7);
    }

    [Fact]
    public void Settings_of_a_backbone_are_read_strictly()
    {
        PictureInput input = FeatureBackbones.ReadSettings(_folder.Write("s.yaml",
            "size: 224\ncrop: 1\nrange: 255\nmean: [104.0, 117, 123]\nstd: [1, 1, 1]\norder: bgr\nlayout: nhwc\nfeatures: nchw\noutput: res5c\n"));
        (input.Size, input.Order, input.Layout, input.Features, input.Output, input.Mean[0])
            .Should().Be((224, ChannelOrder.Bgr, TensorLayout.Nhwc, TensorLayout.Nchw, "res5c", 104.0));
        foreach ((string text, string mention) in new[]
        { ("sizes: 3", "unknown key 'sizes'"), ("size: 4", "size is 4"), ("order: gbr", "rgb, bgr"), ("", "settings file is empty") })
        {
            Action read = () => FeatureBackbones.ReadSettings(_folder.Write("s.yaml", text));
            read.Should().Throw<UcamException>().Which.Message.Should().Contain(mention);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_that_are_done_may_be_copied_but_not_changed_before_a_run_goes_on(bool changed)
    {
        string folder = Pictures(6), first = Path.Combine(folder, "a_000010.png");
        using var stop = new CancellationTokenSource();
        Action interrupted = () => Run(PictureSource.FromPath(folder), seen: n => { if (n >= 3) stop.Cancel(); }, stop: stop);
        interrupted.Should().Throw<OperationCanceledException>();
        if (changed) new Picture(8, 8, [.. Enumerable.Repeat((byte)7, 192)]).SavePng(first);
        else File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddDays(-1));
        Func<ExtractionResult> resume = () => Run(PictureSource.FromPath(folder), resume: true);
        if (changed) resume.Should().Throw<UcamException>().WithMessage("*have changed since*");
        else resume().Resumed.Should().BePositive();
    }

    [Fact]
    public void A_file_tells_its_network_by_the_contents_of_the_network_s_files()
    {
        PictureSource source = PictureSource.FromPath(Pictures(1));
        string network = _folder.Write("network.bin", [1, 2, 3]), copy = _folder.Write("copy.bin", [1, 2, 3]);
        string? Told(params string[] files) => As(null, files);
        string? As(string? weights, params string[] files)
        {
            ResumableExtraction.Run(new Means(), source, _folder["f"], new ExtractionOptions { MadeOf = files, Weights = weights }, null,
                TestContext.Current.CancellationToken);
            using FeatureFile file = FeatureFile.Open(_folder["f"]);
            return file.Metadata.GetValueOrDefault(FeatureMerge.NetworkKey);
        }
        string? told = Told(network);
        told.Should().MatchRegex("^[0-9A-F]{16}$");
        Told(copy).Should().Be(told);
        Told(_folder.Write("other.bin", [1, 2, 4])).Should().NotBe(told);
        As("w", network).Should().Be(As("w", _folder["other.bin"])).And.NotBe(As("v", network)).And.NotBe(told);
        Told().Should().BeNull("what made it is told by its name alone");
    }

    [Fact]
    public void Pictures_are_the_same_list_wherever_the_folder_stands_and_another_by_a_name_or_an_id()
    {
        PictureSource Of(string list) => PictureSource.FromPath(_folder.Write("list.json", list));
        string list = Of("[\"here/x/1.png\", \"here/y/1.png\"]").Fingerprint;
        list.Should().MatchRegex("^[0-9A-F]{16}$");
        Of("[\"there/it/is/x/1.png\", \"there/it/is/y/1.png\"]").Fingerprint.Should().Be(list);
        string[] others = ["[\"here/y/1.png\", \"here/x/1.png\"]", "[\"here/x/1.png\", \"here/y/2.png\"]", "[\"here/x/1.png\", \"here/z/1.png\"]",
            "[\"here/x/1.png\", \"here/y/1.png\", \"here/z/1.png\"]",
            "[{\"file\": \"here/x/1.png\", \"id\": 7}, {\"file\": \"here/y/1.png\", \"id\": 1}]"];
        others.Select(other => Of(other).Fingerprint).Append(list).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Features_do_not_go_on_with_another_network_of_the_same_name_and_length()
    {
        string folder = Pictures(6), network = _folder.Write("network.bin", [1, 2, 3]);
        ExtractionOptions Options(bool resume) => new() { Resume = resume, MadeOf = [network] };
        using var stop = new CancellationTokenSource();
        Action interrupted = () =>
            ResumableExtraction.Run(new Means { Seen = n => { if (n >= 3) stop.Cancel(); } }, PictureSource.FromPath(folder), _folder["f"],
            Options(false), null, stop.Token);
        interrupted.Should().Throw<OperationCanceledException>();
        File.WriteAllBytes(network, [1, 2, 4]);
        Action resume = () =>
            ResumableExtraction.Run(new Means(), PictureSource.FromPath(folder), _folder["f"], Options(true), null,
            TestContext.Current.CancellationToken);
        resume.Should().Throw<UcamException>().WithMessage("*another extraction*");
        File.WriteAllBytes(network, [1, 2, 3]);
        resume.Should().NotThrow();
    }
}
