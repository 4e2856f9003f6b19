using Ucam;
using Ucam.Uncertainty.Losses;

// The keys of the first published runs. They stay as they are: a new key does not belong here, and needs nothing else.
[assembly: AlwaysWritten(typeof(AleatoricLossOptions), "Samples Chunk Reparameterised Gaussian Undistorted Reduction Equaliser Weights")]
[assembly: AlwaysWritten(typeof(AleatoricWeights), "Distorted Undistorted VarianceEqualiser")]
[assembly: AlwaysWritten(typeof(GradientCertaintyOptions), "Target Combine Sign Layout ScaleInPositions Temperature WarmUp")]
