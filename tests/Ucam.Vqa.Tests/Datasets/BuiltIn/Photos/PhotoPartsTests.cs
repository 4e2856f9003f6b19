using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

public sealed class PhotoPartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PhotoArchive Archive()
    {
        SmallArchive.WriteFolders(_folder);
        return PhotoArchive.Open(_folder.Path);
    }

    [Fact]
    public void No_two_parts_share_a_photograph()
    {
        PhotoParts parts = PhotoParts.Draw(Archive(), new(Trunk: 18, Labelled: 12, Asked: 25, Validation: 10, Test: 25), seed: 1);
        parts.Trunk.Concat(parts.Labelled).Should().OnlyHaveUniqueItems().And.HaveCount(30).And.OnlyContain(i => i >= 0 && i < 30);
        parts.Asked.Concat(parts.Validation).Concat(parts.Test).Should().OnlyHaveUniqueItems().And.HaveCount(60)
            .And.OnlyContain(i => i >= 0 && i < 60);
        (parts.Trunk.Length, parts.Labelled.Length, parts.Asked.Length, parts.Validation.Length, parts.Test.Length).Should().Be((18, 12, 25, 10, 25));
    }

    [Fact]
    public void Training_photographs_are_mixed_by_the_seed_and_the_test_is_always_the_same()
    {
        PhotoArchive archive = Archive();
        PhotoParts Draw(int seed) => PhotoParts.Draw(archive, new(15, 5, 20, 10, 20), seed);
        // The folders hold them class by class.
        Draw(1).Trunk.Select(i => archive.Train.Labels[i]).Distinct().Should().HaveCountGreaterThan(6);
        Draw(1).Trunk.Should().Equal(Draw(1).Trunk).And.NotEqual(Draw(2).Trunk);
        Draw(1).Test.Should().Equal(Draw(2).Test).And.Equal(Enumerable.Range(40, 20));
    }

    [Theory]
    [InlineData(20, 11, 20, 20, 20, "31 training photographs, there are 30")]
    [InlineData(10, 10, 21, 20, 20, "61 photographs that people were asked about, there are 60")]
    public void More_than_there_are_is_refused(int trunk, int labelled, int asked, int validation, int test, string part)
    {
        PhotoArchive archive = Archive();
        var draw = () => PhotoParts.Draw(archive, new(trunk, labelled, asked, validation, test), 1);
        draw.Should().Throw<UcamException>().WithMessage($"*{part}*");
    }

    [Fact]
    public void The_most_frequent_answer_is_the_label_where_people_are_split_over_it()
    {
        SmallArchive.WriteFolders(_folder);
        double[] counts = SmallArchive.Counts;
        int label = SmallArchive.TestLabels[1];
        (counts[10 + 2], counts[10 + label]) = (20, 20);
        counts.AsSpan(20, 10).Clear();
        (counts[20 + 1], counts[20 + 4]) = (20, 20);
        SmallArchive.WriteNpy(_folder["cifar10h-counts.npy"], "<f8", "(60, 10)", counts.SelectMany(BitConverter.GetBytes));
        PhotoArchive archive = PhotoArchive.Open(_folder.Path);
        archive.MostFrequent(0).Should().Be(SmallArchive.TestLabels[0]);
        archive.MostFrequent(1).Should().Be(label);
        archive.MostFrequent(2).Should().Be(1, "the label is neither, so the first of those said as often");
    }
}
