using Ucam.Studies.MapBenchmark;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.MapBenchmark;

[Collection(GlobalRandomState.Name)]
public sealed class SubjectTests : IDisposable
{
    private static readonly ObjectClassifierRecipe Recipe = new()
    { Size = 32, Units = [(4, 2), (6, 2)], Pictures = 24, Epochs = 1, Batch = 8, Tested = 60 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_classifier_is_trained_once_and_read_afterwards()
    {
        using SmallClassifier trained = ObjectClassifierTrainer.Prepare(_folder.Path, Recipe, null, Stop);
        byte[] kept = File.ReadAllBytes(Directory.GetFiles(_folder.Path).Should().ContainSingle().Subject);
        using SmallClassifier read = ObjectClassifierTrainer.Prepare(_folder.Path, Recipe, null, Stop);
        using SmallClassifier again = ObjectClassifierTrainer.Prepare(Directory.CreateDirectory(_folder["again"]).FullName, Recipe, null, Stop);
        using var scope = NewDisposeScope();
        Tensor picture = Tensors.Normal(1, 2, 3, 32, 32).sigmoid();
        (trained.training, read.training).Should().Be((false, false));
        read.call(picture).Numbers().Should().Equal(trained.call(picture).Numbers());
        File.ReadAllBytes(Directory.GetFiles(_folder["again"])[0]).Should().Equal(kept, "the seed decides");
    }

    [Fact]
    public void The_classifier_s_samples_are_named_right_and_their_region_is_known()
    {
        SmallClassifier model = ObjectClassifierTrainer.Prepare(_folder.Path, Recipe, null, Stop);
        using var subject = ObjectMapSubject.Create(model, Recipe, count: 3, seed: 1, Stop);
        var set = new SceneObjectSet(Recipe.Scenes(SceneSplit.Test, Recipe.Tested));
        subject.Count.Should().Be(3);
        for (int i = 0; i < 3; i++)
        {
            using MapSample sample = subject.Load(i);
            using var scope = NewDisposeScope();
            model.call(sample.Inputs[0]).argmax(1).item<long>().Should().Be(set.Label(int.Parse(sample.Name)));
            sample.Region(8, 8)!.Cast<float>().Sum().Should().BePositive();
        }
    }

    [Fact]
    public void Questions_are_answered_right_one_a_picture_and_their_region_is_known()
    {
        SceneSet set = TinyTraining.Scenes(SceneSplit.Test, pictures: 60, questions: 4);
        using VqaNetwork network = TinyTraining.Network(set);
        network.Freeze();
        using var subject = new VqaMapSubject(network, "", set, count: 2, seed: 1, Stop);
        string[] names = [.. Enumerable.Range(0, 2).Select(i =>
        {
            using MapSample sample = subject.Load(i);
            sample.Region(8, 8).Should().NotBeNull();
            sample.People(8, 8).Should().HaveCount(3);
            return sample.Name;
        })];
        set.Items.Where(item => names.Contains($"{item.QuestionId}")).Select(item => item.Picture).Should().OnlyHaveUniqueItems().And.HaveCount(2);
    }

    [Fact]
    public void Too_few_samples_are_told()
    {
        SceneSet set = TinyTraining.Scenes(SceneSplit.Test, pictures: 4, questions: 1);
        using VqaNetwork network = TinyTraining.Network(set);
        network.Freeze();
        ((Action)(() => new VqaMapSubject(network, "", set, count: 50, seed: 1, Stop).Dispose())).Should().Throw<UcamException>()
            .WithMessage("*not 50*--count*");
        SmallClassifier model = ObjectClassifierTrainer.Prepare(_folder.Path, Recipe, null, Stop);
        ((Action)(() => ObjectMapSubject.Create(model, Recipe with { Tested = 1 }, count: 2000, seed: 1, Stop).Dispose()))
            .Should().Throw<UcamException>().WithMessage("*not 2000*");
    }

    [Fact]
    public void Other_weights_of_the_same_name_are_another_benchmark()
    {
        SceneSet set = TinyTraining.Scenes(SceneSplit.Test, pictures: 60, questions: 4);
        string Fingerprint(bool changed)
        {
            using VqaNetwork network = TinyTraining.Network(set);
            network.Freeze();
            if (changed) network.Backbone.parameters().First().mul_(1.001f);
            using var subject = new VqaMapSubject(network, "", set, count: 2, seed: 1, Stop);
            return subject.Fingerprint;
        }
        Fingerprint(changed: false).Should().Be(Fingerprint(changed: false)).And.NotBe(Fingerprint(changed: true));
    }
}
