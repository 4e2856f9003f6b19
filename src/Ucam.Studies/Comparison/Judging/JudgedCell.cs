namespace Ucam.Studies.Comparison.Judging;

/// <summary>What a cell's network answered: a judge is fitted on the held-out part and judges the test part.</summary>
/// <param name="HeldOut">Questions that the network was not trained on.</param>
/// <param name="Test">The questions that are judged.</param>
/// <param name="Seed">The cell's; drives what a judge draws.</param>
internal sealed record JudgedCell(CellAnswers HeldOut, CellAnswers Test, int Seed) : IDisposable
{
    /// <summary>What is not of the cell's own answers.</summary>
    /// <exception cref="InvalidOperationException">The judge is one of those that are always asked.</exception>
    public IFurtherSources Further
    {
        get => field ?? throw new InvalidOperationException("Nothing but the answers was given to this judge.");
        init;
    }

    public void Dispose()
    {
        HeldOut.Dispose();
        Test.Dispose();
    }
}

/// <summary>How sure a judge is that each answer is right, in [0,1].</summary>
/// <param name="HeldOut">A value a held-out question.</param>
/// <param name="Test">A value a test question.</param>
internal sealed record Confidences(double[] HeldOut, double[] Test);
