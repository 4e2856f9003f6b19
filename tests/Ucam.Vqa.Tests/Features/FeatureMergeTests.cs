using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public sealed class FeatureMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Of pictures from one number on, each with its number plus something as its feature.
    private string Part(string name, int part, int first, int count = 300, int more = 0, string network = "n", string pictures = "p")
    {
        using var scope = NewDisposeScope();
        long[] ids = [.. Enumerable.Range(first, count).Select(id => (long)id)];
        using var writer = FeatureFileWriter.Create(_folder[name], count, 1, 1, 1, new Dictionary<string, string>
        {
            ["backbone"] = "abc",
            [FeatureMerge.ShardKey] = $"{part}/2",
            [FeatureMerge.NetworkKey] = network,
            [FeatureMerge.PicturesKey] = pictures,
        });
        writer.Append(ids, tensor([.. ids.Select(id => (float)(id + more))]).reshape(-1, 1, 1));
        writer.Commit();
        return _folder[name];
    }

    private int Join(string output, params string[] parts) => FeatureMerge.Join(parts, _folder[output], null, TestContext.Current.CancellationToken);

    private sealed class Stop(CancellationTokenSource stop) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => stop.Cancel();
    }

    private void Interrupt(string output, params string[] parts)
    {
        using var stop = new CancellationTokenSource();
        Action join = () => FeatureMerge.Join(parts, _folder[output], new Stop(stop), stop.Token);
        join.Should().Throw<OperationCanceledException>();
        File.Exists(_folder[output + ".partial.json"]).Should().BeTrue();
    }

    private double[] Values(string output)
    {
        using var scope = NewDisposeScope();
        using FeatureFile file = FeatureFile.Open(_folder[output]);
        return file.Read([.. Enumerable.Range(0, file.Count)]).Numbers();
    }

    private static string Fails(Action act) => act.Should().Throw<UcamException>().Which.Message;

    [Fact]
    public void An_interrupted_join_goes_on_with_the_same_parts()
    {
        string a = Part("a", 1, 0), b = Part("b", 2, 300);
        Interrupt("all", a, b);
        // What the first run had copied is not copied again.
        using (FileStream partial = File.OpenWrite(_folder["all.partial"]))
        {
            partial.Position = 1 << 16;
            partial.Write(BitConverter.GetBytes((Half)5));
        }
        Join("all", a, b).Should().Be(600);
        Values("all").Should().Equal([5, .. Enumerable.Range(1, 599).Select(id => (double)id)]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void An_interrupted_join_begins_anew_with_parts_of_other_contents(string changed)
    {
        string a = Part("a", 1, 0), b = Part("b", 2, 300);
        Interrupt("all", a, b);
        // The same name, pictures and length.
        if (changed == "a") Part("a", 1, 0, more: 7);
        else Part("b", 2, 300, more: 7);
        Join("all", b, a).Should().Be(600);
        Values("all").Should().Equal(Enumerable.Range(0, 600).Select(id => (double)(id + (changed == "a" == id < 300 ? 7 : 0))));
        Directory.GetFiles(_folder.Path, "all*").Should().ContainSingle();
    }

    [Fact]
    public void A_value_that_was_changed_between_the_ends_counts_even_where_the_time_was_set_back()
    {
        string a = Part("a", 1, 0), b = Part("b", 2, 300);
        Interrupt("all", a, b);
        DateTime before = File.GetLastWriteTimeUtc(a);
        using (FileStream file = File.OpenWrite(a))
        {
            file.Position = file.Length - 2 * 200;
            file.Write(BitConverter.GetBytes((Half)9));
        }
        File.SetLastWriteTimeUtc(a, before);
        Assert.SkipUnless(FileIdentity.ChangedOf(a) > 0, "This system does not tell when a file changed.");
        Join("all", a, b);
        Values("all")[100].Should().Be(9);
    }

    [Fact]
    public void An_interrupted_extraction_of_that_name_is_not_thrown_away()
    {
        string a = Part("a", 1, 0), b = Part("b", 2, 300);
        using (var writer = ResumableFeatureWriter.Open(_folder["all"], (1, 1, 1), "an extraction", resume: false))
        {
            using Tensor row = ones(1, 1, 1);
            writer.Append(row, 1, []);
        }
        string journal = File.ReadAllText(_folder["all.partial.json"]);
        Fails(() => Join("all", a, b)).Should().Contain("all.partial.json is of another extraction");
        File.ReadAllText(_folder["all.partial.json"]).Should().Be(journal);
    }

    [Fact]
    public void Parts_of_other_pictures_or_another_network_are_refused_and_nothing_is_written()
    {
        string a = Part("a", 1, 0);
        Fails(() => Join("all", a, Part("b", 2, 300, network: "m"))).Should().Be($"{_folder["b"]} and {a} were made by networks of different "
            + "contents; extract one of them again.");
        Fails(() => Join("all", a, Part("c", 2, 300, pictures: "q"))).Should().Be($"{_folder["c"]} and {a} share out different pictures (the folder "
            + "or the list has changed between them); extract the parts again.");
        Fails(() => Join("all", a, Part("d", 2, 299))).Should().Be($"{_folder["d"]} has picture 299, which {a} has too; extract the parts again.");
        Directory.GetFiles(_folder.Path, "all*").Should().BeEmpty();
    }

    [Fact]
    public void A_part_that_does_not_tell_what_it_was_made_from_is_refused()
    {
        using (var writer = FeatureFileWriter.Create(_folder["old"], 0, 1, 1, 1, new Dictionary<string, string> { [FeatureMerge.ShardKey] = "2/2" }))
            writer.Commit();
        Fails(() => Join("all", Part("a", 1, 0), _folder["old"])).Should().Be($"{_folder["old"]} does not tell its network and pictures, as parts of "
            + "an earlier version of ucam; extract it again.");
    }

    [Fact]
    public void A_joined_file_tells_its_network_but_no_part()
    {
        Join("all", Part("a", 1, 0), Part("b", 2, 300));
        using FeatureFile file = FeatureFile.Open(_folder["all"]);
        file.Metadata.Keys.Should().BeEquivalentTo("format", "rows", "columns", "backbone", FeatureMerge.NetworkKey);
        file.Metadata[FeatureMerge.NetworkKey].Should().Be("n");
    }
}
