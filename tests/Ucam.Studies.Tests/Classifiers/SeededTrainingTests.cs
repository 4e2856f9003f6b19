using Ucam.Studies.Classifiers;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Classifiers;

[Collection(GlobalRandomState.Name)]
public sealed class SeededTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClassifierRecipe _recipe = TinyClassifiers.Recipe with
    { Variants = ["baseline", "mc-dropout", "laplace", "ensemble-5", "a-gca"] };

    public void Dispose() => _folder.Dispose();

    private ClassifierData Data()
    {
        Directory.CreateDirectory(_folder["run"]);
        return ClassifierData.Prepare(_recipe, new CompareOptions { Folder = _folder["run"], Data = TinyClassifiers.Archive(_folder) }, "f",
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Only_the_targets_of_photographs_that_people_were_asked_about_differ()
    {
        using ClassifierData data = Data();
        (float[] labels, float[] people) = (data.Labels.Targets, data.People.Targets);
        labels.Length.Should().Be(300).And.Be(people.Length);
        people[..100].Should().Equal(labels[..100]);
        people[100..].Should().NotEqual(labels[100..]);
        labels.Should().OnlyContain(t => t == 0 || t == 1);
        foreach (float[] row in people.Chunk(10)) row.Sum().Should().BeApproximately(1, 1e-5f);
        // The first that were asked for training come after those of the validation.
        people[100..110].Should().Equal(data.Archive.People(10).ToArray().Select(p => (float)p));
    }

    [Fact]
    public void Tests_never_show_a_photograph_of_the_training_or_validation()
    {
        using ClassifierData data = Data();
        data.Tests.Should().HaveCount(1 + 20 + 2).And.OnlyContain(s => s.Photos.Min() >= 30);
        data.Tests.Where(s => s.AsAsked).Should().ContainSingle().Which.Name.Should().Be("cifar");
        data.Tests.Select(s => (s.Features.Count, s.Photos.Length)).Should().OnlyContain(c => c.Item1 == c.Item2);
        data.Tests.Single(s => s.Name == "cifar-turned").Photos.Should().HaveCount(30);
        data.Tests.Single(s => s.Name == "cifar-noise-2").Photos.Should().HaveCount(10);
        data.Unfamiliar.Count.Should().Be(6);
    }

    [Fact]
    public void A_job_leaves_no_tensor()
    {
        using ClassifierData data = Data();
        var runner = new SeededTrainingRunner(_recipe, data);
        SeededTraining[] jobs = [.. _recipe.Jobs];
        jobs.Should().HaveCount(3, "three variants share the baseline's network");
        foreach (SeededTraining job in jobs) runner.Run(job, isJudged: false, TestContext.Current.CancellationToken);
        long before = Tensors.Live;
        foreach (SeededTraining job in jobs) runner.Run(job, isJudged: false, TestContext.Current.CancellationToken);
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void The_members_of_an_ensemble_have_weights_and_vectors_of_their_own()
    {
        using ClassifierData data = Data();
        using TrainedClassifier ensemble =
            TrainedClassifier.Train(_recipe, data, _recipe.Jobs.Single(j => j.Training.Members == 5), TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor pooled = ensemble.Pooled(data.Validation.Features, TestContext.Current.CancellationToken);
        pooled.shape.Should().Equal(10, 30);
        ensemble.Classifiers.Should().HaveCount(5);
        foreach (var member in ensemble.Classifiers) member.eval();
        ensemble.Classifiers.Select(m => string.Join(' ', m.call(pooled)[0].Numbers())).Should().OnlyHaveUniqueItems();
        Tensor own = pooled.narrow(1, 0, 6);
        ensemble.Classifiers[0].call(pooled).Numbers().Should().Equal(ensemble.First.Classify(own).Numbers());
    }
}
