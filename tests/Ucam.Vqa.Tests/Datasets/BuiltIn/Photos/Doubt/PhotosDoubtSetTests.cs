using System.Text.Json;
using Ucam.Metrics;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos.Doubt;

public sealed class PhotosDoubtSetTests : IDisposable
{
    private const int Pictures = 30, Size = 48;

    private static readonly PhotoArchive Archive = Small(SmallArchive.Mixed);

    private static readonly Dictionary<PhotosDoubtPart, PhotosDoubtSet> Sets =
        Enum.GetValues<PhotosDoubtPart>().Skip(2).ToDictionary(part => part, part => Make(part));

    private static readonly PhotosDoubtSet Hard = Sets[PhotosDoubtPart.Test];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tests => [.. Sets.Keys.Select(part => part.ToString())];

    public void Dispose() => _folder.Dispose();

    private static PhotosDoubtSet Make(PhotosDoubtPart part, int seed = 3) => new(part, new SetRequest("", Pictures, seed, Size, 1), Archive);

    private static IEnumerable<int> Items => Enumerable.Range(0, Pictures);

    private static PhotoArchive Small(Func<int, bool> ambiguous)
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteAmbiguous(folder, ambiguous);
        return PhotoArchive.Open(folder.Path);
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Shares_sum_to_the_doubt_that_the_photographs_make(string part) =>
        Sets[Enum.Parse<PhotosDoubtPart>(part)].ShouldSumToTheDoubt();

    [Fact]
    public void People_do_not_agree_about_a_tile_that_decides_and_about_one_that_does_not()
    {
        double said = Entropy.Nats([2 / 3.0, 1 / 3.0]);
        foreach (int item in Items)
        {
            PhotoDoubtCase made = Hard.CaseOf(item);
            DoubtTruth truth = Hard.DoubtOf(item);
            made.Question.Deciding.Should().Contain(truth.Relevant.Single()).And.NotContain(truth.Control);
            truth.Parts.Should().OnlyContain(part => part.Cause == "ambiguous" && Math.Abs(part.Strength - said) < 1e-9 && part.Present);
            truth.Of(truth.Control).Should().BeApproximately(0, 1e-9);
            truth.Of(truth.Relevant[0]).Should().BeGreaterThan(0.24);
            truth.Others.Should().NotContain(truth.Control).And.NotContain(truth.Relevant).And.NotContain(made.Question.Deciding);
            if (made.Family.Name == "what") truth.Entropy.Should().BeApproximately(said, 1e-9);
        }
        Items.Select(item => Hard.CaseOf(item).Family.Name).Distinct().Should().HaveCountGreaterThan(2);
    }

    [Fact]
    public void The_parts_ask_the_same_and_differ_in_their_tiles_alone()
    {
        foreach (int item in Items)
        {
            Sets.Values.Select(set => set.Items[item].Question).Distinct().Should().ContainSingle();
            int target = Hard.DoubtOf(item).Relevant[0], control = Hard.DoubtOf(item).Control;
            Differs(PhotosDoubtPart.Test).Should().Equal(new[] { target, control }.Order());
            Differs(PhotosDoubtPart.TestPlanted).Should().Equal(target);
            Differs(PhotosDoubtPart.TestControl).Should().Equal(control);

            int[] Differs(PhotosDoubtPart part)
            {
                byte[] clean = Sets[PhotosDoubtPart.TestRepaired].LoadPicture(item).Rgb.ToArray(), other = Sets[part].LoadPicture(item).Rgb.ToArray();
                int[] pixels = [.. Enumerable.Range(0, Size * Size).Where(i => !clean.AsSpan(3 * i, 3).SequenceEqual(other.AsSpan(3 * i, 3)))];
                int tiles = Hard.CaseOf(item).Clean.Tiles.Length;
                return [.. Enumerable.Range(0, tiles).Where(t =>
                    pixels.Any(i => Hard.DoubtMask(item, t, Size, Size)[i / Size, i % Size] > 0.5))];
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_cases_and_another_other_ones()
    {
        string Text(PhotosDoubtSet set) => string.Join('\n', set.Items.Select(i => i.Question + string.Join(',', i.Answers)));
        Text(Make(PhotosDoubtPart.Test)).Should().Be(Text(Hard)).And.NotBe(Text(Make(PhotosDoubtPart.Test, seed: 4)));
    }

    [Fact]
    public void Photographs_about_which_all_agree_or_nobody_does_are_refused()
    {
        Refuse(_ => false, "Photos-Doubt: people agree about all photographs*");
        Refuse(_ => true, "Photos-Doubt: there is no photograph of class airplane that people agree about*");

        static void Refuse(Func<int, bool> ambiguous, string message)
        {
            PhotoArchive archive = Small(ambiguous);
            var make = () => new PhotosDoubtSet(PhotosDoubtPart.Test, new SetRequest("", 1, 1, Size, 1), archive);
            make.Should().Throw<UcamException>().WithMessage(message);
        }
    }

    [Fact]
    public void Files_tell_the_shares_and_hold_the_masks()
    {
        VqaExporter.Export(Hard, _folder.Path, Hard.Name, new VqaExportOptions { Regions = true }, cancel: TestContext.Current.CancellationToken);
        using JsonDocument told = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(_folder.Path, "*_doubt.json").Single()));
        JsonElement first = told.RootElement.EnumerateObject().First().Value;
        first.GetProperty("difficulties").EnumerateArray().Sum(part => part.GetProperty("shapley").GetDouble()).Should()
            .BeApproximately(first.GetProperty("entropy").GetDouble() - first.GetProperty("repaired_entropy").GetDouble(), 1e-6);
        Directory.GetFiles(_folder["doubt"], "*.png", SearchOption.AllDirectories).Should().HaveCount(2 * Pictures);
    }
}
