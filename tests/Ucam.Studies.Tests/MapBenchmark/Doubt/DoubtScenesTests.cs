using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

namespace Ucam.Studies.Tests.MapBenchmark.Doubt;

public class DoubtScenesTests
{
    [Fact]
    public void Choosing_many_questions_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        FluentActions.Invoking(() => new DoubtScenes(new ScenesDoubtMaker(), 100_000, seed: 1, size: 128, stop.Token))
            .Should().Throw<OperationCanceledException>();
    }
}
