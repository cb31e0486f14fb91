"""Pages of help, complaints, training, leaflets, hand-overs and persons."""
